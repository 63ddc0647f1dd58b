//! The clerk's desk: which class is suggested, dispatching, answering with
//! words, forwarding, and what comes back.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

everywhere!(the_class_is_suggested_with_its_reason, |mut world: World| async move {
    world.builds("9-909", None).await;
    world.moves_in("老周", "9-909", "owner").await;
    world.binds("老周", "zh-hans").await;
    world.builds("9-910", Some("2023-10-10")).await;
    world.moves_in("老吴", "9-910", "owner").await;
    world.binds("老吴", "zh-hans").await;
    world.builds("9-911", Some("2023-10-09")).await;
    world.moves_in("老郑", "9-911", "owner").await;
    world.binds("老郑", "zh-hans").await;
    let mut suggested = Vec::new();
    for (name, words, home) in [
        (OWNER, "水管漏水", ""),
        ("陈强", "下水管堵了", "安居花园 2-301"),
        ("陈强", "下雨漏水，外墙渗水", "安居花园 2-301"),
        ("老周", "插座没电", ""),
        ("老周", "楼板开裂，承重墙也裂了", ""),
        ("李强", "保洁态度恶劣，骂人", ""),
        // The last day of two years is within, the day after is not.
        ("老吴", "窗户关不严", ""),
        ("老郑", "窗户关不严", ""),
    ] {
        world.reports(name, words, home).await;
        let card = world.reads(CLERK);
        let line = card.lines().find(|line| line.contains("类")).filter(|line| !line.starts_with("📌"));
        let line = line.or_else(|| card.lines().find(|line| line.starts_with("建议") || line.contains("人工判断")));
        suggested.push(format!("{words}: {}", line.unwrap_or(&card)));
    }
    assert_snapshot!(suggested.join("\n"), @"
    水管漏水: 建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    下水管堵了: 已过保修：水电管线、设备与装修，竣工验收 2020年5月1日，保修已于 2022年5月1日 到期。一般转物业；公司愿意承担才派 B 类，由审批人认定。
    下雨漏水，外墙渗水: 已过保修：防水，竣工验收 2020年5月1日，保修已于 2025年5月1日 到期。一般转物业；公司愿意承担才派 B 类，由审批人认定。
    插座没电: 这套房没有竣工验收日期，请人工判断 A/B 类。
    楼板开裂，承重墙也裂了: 建议 A 类：主体结构按设计使用年限保修。
    保洁态度恶劣，骂人: 这一类不在保修表里，请人工判断。
    窗户关不严: 建议 A 类：水电管线、设备与装修，竣工验收 2023年10月10日，保修到 2025年10月10日，还在保修期内。
    窗户关不严: 已过保修：水电管线、设备与装修，竣工验收 2023年10月9日，保修已于 2025年10月9日 到期。一般转物业；公司愿意承担才派 B 类，由审批人认定。
    ");
    world.nothing_left().await;
});

everywhere!(dispatching_step_by_step, |mut world: World| async move {
    world.reports("陈强", "下水管堵了", "安居花园 2-301").await;
    world.all_read();
    world.taps(CLERK, "派工").await;
    assert_snapshot!(world.reads(CLERK), @"
    派工 · TS-AJHY-20251010-001
    （1/4）按哪一类派工？已过保修：水电管线、设备与装修，竣工验收 2020年5月1日，保修已于 2022年5月1日 到期。一般转物业；公司愿意承担才派 B 类，由审批人认定。
    [A 类：保修期内]
    [B 类：保修期外，公司承担]
    [帮助] [取消]
    ");
    world.taps(CLERK, "B 类：保修期外，公司承担").await;
    assert_snapshot!(world.reads(CLERK), @"
    （2/4）派给哪个维修队？
    [土建二队] [水电一队]
    [上一步] [帮助] [取消]
    ");
    world.says(CLERK, "水电").await;
    world.taps(CLERK, "多工种").await;
    world.phone(CLERK).skip();
    for amount in ["不知道", "0", "-5", "1000亿"] {
        world.says(CLERK, amount).await;
    }
    assert_snapshot!(world.reads(CLERK), @"
    没看懂金额，请写数字，例如 800、1,200.50 或 1.2万。
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ---
    金额不能少于 0.01 元。
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ---
    没看懂金额，请写数字，例如 800、1,200.50 或 1.2万。
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ---
    没看懂金额，请写数字，例如 800、1,200.50 或 1.2万。
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ");
    world.says(CLERK, "1.2万").await;
    world.says(CLERK, "疏通主管，更换下水管").await;
    assert_snapshot!(world.reads(CLERK), @"
    派工 · TS-AJHY-20251010-001
    请核对后派工。
    派工类别：B 类：保修期外，公司承担
    维修队：水电一队
    工种：多工种
    预计费用：12,000.00 元
    [提交]
    [改派工类别] [改维修队]
    [改工种] [改预计费用]
    [加维修内容]
    [帮助] [取消]
    ---
    派工 · TS-AJHY-20251010-001
    已改好，维修内容：疏通主管，更换下水管
    请核对后派工。
    派工类别：B 类：保修期外，公司承担
    维修队：水电一队
    工种：多工种
    预计费用：12,000.00 元
    维修内容：疏通主管，更换下水管
    [提交]
    [改派工类别] [改维修队]
    [改工种] [改预计费用]
    [改维修内容]
    [帮助] [取消]
    ");
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @"已提交 TS-AJHY-20251010-001，费用等质量副总工程师审批，通过后自动派工。");
    assert_snapshot!(world.card(CLERK, "下水管堵了"), @"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 2-301 · 陈强
    💬 下水管堵了
    📌 水管、下水、漏水 · 卫生间
    收到：10月10日 周五 14:10
    已过保修：水电管线、设备与装修，竣工验收 2020年5月1日，保修已于 2022年5月1日 到期。一般转物业；公司愿意承担才派 B 类，由审批人认定。
    ✔ 已派 水电一队，B 类，预计 12,000.00 元 · 费用审批中
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(an_answer_in_words_satisfies, |mut world: World| async move {
    world.complaint().await;
    world.all_read();
    world.taps(CLERK, "答复业主").await;
    assert_snapshot!(world.reads(CLERK), @r"
    答复业主 · TS-AJHY-20251010-001
    请写给业主的答复，会原样发给业主。
    [帮助] [取消]
    ");
    world.says(CLERK, "这是正常冷凝水，不是漏水。").await;
    assert_snapshot!(world.reads(CLERK), @"答复已发给业主（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.reads(OWNER), @r"
    给您的答复 TS-AJHY-20251010-001
    这是正常冷凝水，不是漏水。

    这样处理您满意吗？
    [✅ 满意] [❌ 不满意]
    [看全部经过]
    ");
    world.taps(OWNER, "✅ 满意").await;
    assert_snapshot!(world.card(OWNER, "给您的答复"), @r"
    给您的答复 TS-AJHY-20251010-001
    这是正常冷凝水，不是漏水。

    这样处理您满意吗？
    ✔ 您表示满意，谢谢。
    ");
    assert_snapshot!(world.reads(OWNER), @"
    投诉回访 TS-AJHY-20251010-001
    耽误您一分钟：「水管漏水」的处理结果您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    ");
    world.nothing_left().await;
});

everywhere!(an_answer_in_words_does_not_satisfy, |mut world: World| async move {
    world.complaint().await;
    world.taps(CLERK, "答复业主").await;
    world.says(CLERK, "这是正常冷凝水，不是漏水。").await;
    world.all_read();
    world.taps(OWNER, "❌ 不满意").await;
    world.says(OWNER, "水一直在滴，请派人来看").await;
    assert_snapshot!(world.reads(OWNER), @r"
    还不满意 · TS-AJHY-20251010-001
    很抱歉。您希望我们怎么做？写几个字，或者点「跳过」。
    [跳过] [帮助] [取消]
    ---
    收到，我们继续处理（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card(OWNER, "给您的答复"), @r"
    给您的答复 TS-AJHY-20251010-001
    这是正常冷凝水，不是漏水。

    这样处理您满意吗？
    我们会继续处理。
    ");
    // It is on the desk again, with his words.
    assert_snapshot!(world.reads(CLERK), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ↩ 李娜 10月10日 周五 14:10 对答复不满意：水一直在滴，请派人来看
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    world.dispatched("800", "单工种").await;
    assert!(world.reads(MANAGER).contains("费用审批 TS-AJHY-20251010-001"));
    world.nothing_left().await;
});

everywhere!(forwarded_and_answered_by_the_department, |mut world: World| async move {
    world.reports(OWNER, "楼道堆放杂物，没人打扫", "").await;
    world.all_read();
    world.taps(CLERK, "转交部门").await;
    assert_snapshot!(world.reads(CLERK), @r"
    转交部门 · TS-AJHY-20251010-001
    转给哪个部门？
    [物业服务部]
    [帮助] [取消]
    ");
    world.taps(CLERK, "物业服务部").await;
    world.says(CLERK, "请今天清理").await;
    world.phone(CLERK).skip();
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @"已转交（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.reads("何敏"), @"
    转交给贵部门 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 楼道堆放杂物，没人打扫
    📌 物业服务 · 楼道、公共部位
    收到：10月10日 周五 14:10
    客服说：请今天清理
    [答复业主] [不归我们]
    [看全部经过]
    ");
    world.taps("何敏", "答复业主").await;
    world.says("何敏", "已清理，以后每天打扫。").await;
    assert_snapshot!(world.reads("何敏"), @r"
    答复业主 · TS-AJHY-20251010-001
    请写处理结果，会原样发给业主。
    [帮助] [取消]
    ---
    答复已发给业主（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card("何敏", "转交给贵部门"), @"
    转交给贵部门 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 楼道堆放杂物，没人打扫
    📌 物业服务 · 楼道、公共部位
    收到：10月10日 周五 14:10
    ✔ 现状：已处理
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    给您的答复 TS-AJHY-20251010-001
    已清理，以后每天打扫。

    这样处理您满意吗？
    [✅ 满意] [❌ 不满意]
    [看全部经过]
    ");
    world.taps(OWNER, "✅ 满意").await;
    world.nothing_left().await;
});

everywhere!(forwarded_and_not_theirs, |mut world: World| async move {
    world.reports(OWNER, "楼道堆放杂物，没人打扫", "").await;
    world.taps(CLERK, "转交部门").await;
    world.taps(CLERK, "物业服务部").await;
    world.says(CLERK, "请今天清理").await;
    world.taps(CLERK, "提交").await;
    world.all_read();
    let not_ours = world.keeps("何敏", "不归我们");
    world.taps("何敏", "不归我们").await;
    assert_snapshot!(world.reads("何敏"), @r"
    退回转办 · TS-AJHY-20251010-001
    为什么退回？点一个，或者写下来。
    [不属于本部门职责]
    [应由其他部门处理]
    [情况不清楚]
    [帮助] [取消]
    ");
    world.taps("何敏", "应由其他部门处理").await;
    assert_snapshot!(world.reads("何敏"), @"已退回客服（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.card("何敏", "转交给贵部门"), @"
    转交给贵部门 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 楼道堆放杂物，没人打扫
    📌 物业服务 · 楼道、公共部位
    收到：10月10日 周五 14:10
    ✔ 现状：处理中
    ");
    assert_snapshot!(world.reads(CLERK), @"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 楼道堆放杂物，没人打扫
    📌 物业服务 · 楼道、公共部位
    收到：10月10日 周五 14:10
    这一类不在保修表里，请人工判断。
    ↩ 何敏 10月10日 周五 14:10 退回转办：应由其他部门处理
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_snapshot!(world.presses(&not_ours).await, @"现在的状态不能这样操作。");
    world.nothing_left().await;
});

both!(of_two_clerks_the_first_decides, |db| async move {
    let mut world = World::new(db).await;
    world.reports("陈强", "下水管堵了", "云栖里 5-602").await;
    world.all_read();
    // Both have the card and both begin.
    world.taps("刘洋", "派工").await;
    let answer = world.keeps("刘洋", "答复业主");
    let forward = world.keeps("刘洋", "转交部门");
    world.dispatched("800", "单工种").await;
    assert_snapshot!(world.card("刘洋", "待派工"), @r"
    待派工 TS-YQL-20251010-001
    🏠 云栖里 5-602 · 陈强
    💬 下水管堵了
    📌 水管、下水、漏水 · 卫生间
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2025年3月1日，保修到 2027年3月1日，还在保修期内。
    ✔ 已派 水电一队，A 类，预计 800.00 元 · 费用审批中
    [看全部经过]
    ");
    world.phone("刘洋").skip();
    world.taps("刘洋", "A 类：保修期内（建议）").await;
    world.taps("刘洋", "土建二队").await;
    world.taps("刘洋", "单工种").await;
    world.says("刘洋", "500").await;
    world.phone("刘洋").skip();
    world.taps("刘洋", "提交").await;
    assert_snapshot!(world.reads("刘洋"), @"已经有一张派工单在办。");
    assert_snapshot!(world.presses(&answer).await, @"已经有一张派工单在办。");
    assert_snapshot!(world.presses(&forward).await, @"已经有一张派工单在办。");
    assert_eq!(world.rows("work_orders").await, 1);
    // A card of an estate that is not hers.
    world.complaint().await;
    let dispatch = world.keeps(CLERK, "派工");
    let user = world.people().user("刘洋");
    assert_snapshot!(world.presses_for(user, &dispatch).await, @"这件事不归您处理。");
    world.nothing_left().await;
});

everywhere!(the_leader_returns_the_order, |mut world: World| async move {
    world.issued_order().await;
    world.taps(LEADER, "退单").await;
    assert_snapshot!(world.reads(LEADER), @r"
    退回派工单 · TS-AJHY-20251010-001
    为什么做不了？点一个，或者写下来。
    [不是我们的工种]
    [该由施工单位处理]
    [没有材料或设备]
    [人手不够]
    [内容不清楚]
    [帮助] [取消]
    ");
    world.taps(LEADER, "不是我们的工种").await;
    assert_snapshot!(world.reads(LEADER), @"已退单（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.card(LEADER, "工程派工单"), @r"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    ↩ 张伟 10月10日 周五 14:10 退单：不是我们的工种
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ↩ 张伟 10月10日 周五 14:10 退单：不是我们的工种
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    // To another team, with a number of its own.
    world.taps(CLERK, "派工").await;
    world.taps(CLERK, "A 类：保修期内（建议）").await;
    world.taps(CLERK, "土建二队").await;
    world.taps(CLERK, "单工种").await;
    world.says(CLERK, "600").await;
    world.taps(CLERK, "提交").await;
    world.taps(MANAGER, "✅ 同意").await;
    assert!(world.reads("赵军").contains("工程派工单 PG-A-AJHY-2025-0002"));
    world.nothing_left().await;
});

everywhere!(an_order_is_cancelled, |mut world: World| async move {
    world.accepted_order().await;
    world.taps(CLERK, "看全部经过").await;
    assert_snapshot!(world.reads(CLERK), @r"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水」
    ➡ 水电一队已接单，正在约时间。
    10月10日 周五 14:10 收到：水管漏水
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    10月10日 周五 14:10 王芳派工：A 类、单工种、水电一队，预计 800.00 元
    10月10日 周五 14:10 800.00 元 送客户服务部经理审批
    10月10日 周五 14:10 孙丽（客户服务部经理）同意 800.00 元
    10月10日 周五 14:10 费用 800.00 元 审批通过
    10月10日 周五 14:10 派工单 PG-A-AJHY-2025-0001 已发出
    10月10日 周五 14:10 张伟接单
    ⏳ 维修完成（单工种）
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [补充情况] [取消派工]
    ");
    world.taps(CLERK, "取消派工").await;
    world.taps(CLERK, "派错了维修队").await;
    assert_snapshot!(world.reads(CLERK), @r"
    原因：派错了维修队
    ---
    TS-AJHY-20251010-001 的派工单已取消。
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ✘ 王芳 10月10日 周五 14:10 取消派工：派错了维修队
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 的派工单取消了：派错了维修队
    [去处理] [看全部经过]
    ");
    assert_snapshot!(world.card(LEADER, "工程派工单"), @r"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    ✘ 王芳 10月10日 周五 14:10 取消：派错了维修队
    ");
    // The leader's old buttons change nothing.
    assert_eq!(world.column("select state from work_orders").await, "cancelled");
    world.dispatched("700", "单工种").await;
    assert!(world.reads(MANAGER).contains("700.00 元"));
    // And once more while it waits for approval.
    world.taps(CLERK, "看全部经过").await;
    world.taps(CLERK, "取消派工").await;
    world.taps(CLERK, "重复派工").await;
    assert_snapshot!(world.card(MANAGER, "700.00"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：700.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    申请已撤销，10月10日 周五 14:10
    ");
    world.nothing_left().await;
});

everywhere!(nobody_is_in_the_team_any_more, |mut world: World| async move {
    world.complaint().await;
    world.taps(CLERK, "派工").await;
    world.taps(CLERK, "A 类：保修期内（建议）").await;
    world.taps(CLERK, "水电一队").await;
    world.taps(CLERK, "单工种").await;
    world.says(CLERK, "800").await;
    world.all_read();
    world.resigns(LEADER, "repair_team_leader").await;
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @"
    有一项内容需要您再确认一次。
    （4/4）派给哪个维修队？
    [土建二队]
    [上一步] [帮助] [取消]
    ");
    assert_eq!(world.rows("work_orders").await, 0);
    world.nothing_left().await;
});
