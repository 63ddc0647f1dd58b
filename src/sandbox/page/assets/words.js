// The page's own words in its two languages. What the bot says comes from the bot.

const WORDS = {
  zh: {
    subtitle: '演练：这里的每一部手机都是您',
    title: '演练',
    clock: '时间',
    people: '手机',
    language: '页面语言',
    otherLanguage: 'English',
    tables: '数据表',
    workingDay: '工作日',
    dayOff: '休息日',
    step10m: '+10 分钟',
    step1h: '+1 小时',
    step1d: '+1 天',
    step1wd: '+1 工作日',
    step9: '到下一个 9:00',
    start: '开始',
    startHint: '还没有和机器人说过话。按“开始”，就像点了邀请链接。',
    blockedHint: '这位已停用机器人，机器人发不进来。',
    unblock: '重新启用',
    block: '停用机器人',
    more: '更多',
    hide: '收起手机',
    editLast: '修改上一条',
    nothingToEdit: '没有可以修改的消息',
    editing: '修改消息',
    replying: '回复',
    reply: '回复这条消息',
    cancel: '取消',
    placeholder: '发消息',
    send: '发送',
    menu: '命令菜单',
    noCommands: '这里没有命令',
    attach: '发照片和其他',
    samplePhoto: '一张现成照片',
    sampleAlbum: '三张现成照片',
    chooseFiles: '选择照片或文件…',
    sendLocation: '发送位置',
    sendContact: '发送我的电话',
    photo: '照片',
    close: '关闭',
    ok: '好',
    edited: '已修改',
    voice: '语音',
    location: '位置',
    telegram: 'Telegram',
    wecom: '企业微信',
    wechat: '微信',
    appMenu: '应用菜单',
    choosePhotos: '选择照片…',
    start_wecom: '发送邀请码',
    startHint_wecom: '还没有和应用说过话。邀请码要发到应用里。',
    start_wechat: '打开邀请',
    startHint_wechat: '还没有点开邀请。打开它，就像在微信里点了链接。',
    block_wecom: '移出应用可见范围',
    unblock_wecom: '移回应用可见范围',
    blockedHint_wecom: '这位看不到应用，应用发不进来。',
    newMessages: '新消息',
    noAnswer: '机器人没有回应这次点按',
    lost: '与沙盒的连接断了，正在重试…',
    unread: '条未读',
    show: '显示或收起',
    rows: '行',
    newer: '较新',
    older: '较早',
    newestFirst: '最新的在前',
    noRows: '这张表还是空的',
    pickTable: '选一张表看看里面记了什么',
    range: (from, to, all) => `${from}–${to}，共 ${all} 行`,
    moving: '时间前进中…',
    today: '今天',
    noPhones: '上面选一个人，拿起他的手机',
  },
  en: {
    subtitle: 'Sandbox: every phone here is yours',
    title: 'Sandbox',
    clock: 'Time',
    people: 'Phones',
    language: 'Language of the page',
    otherLanguage: '中文',
    tables: 'Tables',
    workingDay: 'Working day',
    dayOff: 'Day off',
    step10m: '+10 min',
    step1h: '+1 h',
    step1d: '+1 day',
    step1wd: '+1 working day',
    step9: 'to next 09:00',
    start: 'Start',
    startHint: 'Has not talked to the bot yet. Start is what an invitation link presses.',
    blockedHint: 'This person has blocked the bot. Nothing gets through.',
    unblock: 'Unblock',
    block: 'Block the bot',
    more: 'More',
    hide: 'Put the phone away',
    editLast: 'Edit last message',
    nothingToEdit: 'There is no message to edit',
    editing: 'Edit message',
    replying: 'Reply',
    reply: 'Reply to this message',
    cancel: 'Cancel',
    placeholder: 'Message',
    send: 'Send',
    menu: 'Commands',
    noCommands: 'No commands here',
    attach: 'Photos and more',
    samplePhoto: 'A sample photo',
    sampleAlbum: 'Three sample photos',
    chooseFiles: 'Choose photos or a file…',
    sendLocation: 'Send location',
    sendContact: 'Send my number',
    photo: 'Photo',
    close: 'Close',
    ok: 'OK',
    edited: 'edited',
    voice: 'Voice',
    location: 'Location',
    telegram: 'Telegram',
    wecom: 'WeCom',
    wechat: 'WeChat',
    appMenu: 'Menu of the application',
    choosePhotos: 'Choose photos…',
    start_wecom: 'Send the invitation code',
    startHint_wecom: 'Has not written to the application yet. The code of an invitation is sent there.',
    start_wechat: 'Open the invitation',
    startHint_wechat: 'Has not opened the invitation yet. Opening it is like tapping its link in WeChat.',
    block_wecom: 'Take the application away',
    unblock_wecom: 'Give the application back',
    blockedHint_wecom: 'This person does not see the application. Nothing gets through.',
    newMessages: 'New messages',
    noAnswer: 'The bot did not answer this tap',
    lost: 'The connection to the sandbox is lost, trying again…',
    unread: 'unread',
    show: 'Show or put away',
    rows: 'rows',
    newer: 'Newer',
    older: 'Older',
    newestFirst: 'Newest first',
    noRows: 'This table is still empty',
    pickTable: 'Pick a table to see what was written down',
    range: (from, to, all) => `${from}–${to} of ${all}`,
    moving: 'Moving the clock…',
    today: 'Today',
    noPhones: 'Pick somebody above to take up their phone',
  },
};

const KEPT = 'sandbox.language';
const listeners = [];
let language = localStorage.getItem(KEPT) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const t = (key) => WORDS[language][key] ?? key;
export const isChinese = () => language === 'zh';
export const locale = () => (isChinese() ? 'zh-CN' : 'en-GB');

/** Calls back now and after every change of language. */
export function onLanguage(callback) {
  listeners.push(callback);
  callback();
}

export function toggleLanguage() {
  language = isChinese() ? 'en' : 'zh';
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = isChinese() ? 'zh-CN' : 'en';
  translate(document);
  listeners.forEach((callback) => callback());
}

/** Fills in every element that names its words by `data-t`, `data-t-label` or `data-t-placeholder`. */
export function translate(root) {
  for (const element of root.querySelectorAll('[data-t]')) {
    element.textContent = t(element.dataset.t);
  }
  for (const element of root.querySelectorAll('[data-t-label]')) {
    label(element, element.dataset.tLabel);
  }
  for (const element of root.querySelectorAll('[data-t-placeholder]')) {
    element.placeholder = t(element.dataset.tPlaceholder);
  }
}

function label(element, key) {
  element.setAttribute('aria-label', t(key));
  if (element.matches('button')) element.title = t(key);
}

document.documentElement.lang = isChinese() ? 'zh-CN' : 'en';
