//! From the owner's sentence to the owner's rating: every message of the line.

use super::everywhere::everywhere;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use anju::domain::complaint::State;
use insta::assert_snapshot;

everywhere!(the_whole_line, |mut world: World| async move {
    // The complaint.
    world.says(OWNER, "水管漏水").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 水管漏水
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.taps(OWNER, "厨房").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    world.photos(OWNER, 3).await;
    assert_snapshot!(world.reads(OWNER), @r"
    收到，一共 3 张照片。
    还有就接着发，发完点「完成」。
    [完成] [清空重发]
    [上一步] [帮助] [取消]
    ");
    world.taps(OWNER, "完成").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
    [随时都行] [工作日白天]
    [工作日晚上] [周末]
    [来之前先打电话]
    [上一步] [跳过] [帮助] [取消]
    ");
    world.says(OWNER, "周末都在").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：厨房
    照片：3 张
    方便时间：周末都在
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，水管、下水、漏水。客服会尽快安排，有进展我会告诉您。");
    assert_snapshot!(world.reads(CLERK), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    <1 photo>
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");

    // Dispatch.
    world.taps(CLERK, "派工").await;
    assert_snapshot!(world.reads(CLERK), @"
    派工 · TS-AJHY-20251010-001
    （1/4）按哪一类派工？建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [A 类：保修期内（建议）]
    [B 类：保修期外，公司承担]
    [帮助] [取消]
    ");
    world.taps(CLERK, "A 类：保修期内（建议）").await;
    world.taps(CLERK, "水电一队").await;
    world.taps(CLERK, "单工种").await;
    world.says(CLERK, "800").await;
    assert_snapshot!(world.reads(CLERK), @"
    维修队：水电一队
    ---
    工种：单工种
    ---
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ---
    派工 · TS-AJHY-20251010-001
    请核对后派工。
    派工类别：A 类：保修期内
    维修队：水电一队
    工种：单工种
    预计费用：800.00 元
    [提交]
    [改派工类别] [改维修队]
    [改工种] [改预计费用]
    [加维修内容]
    [帮助] [取消]
    ");
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @"已提交 TS-AJHY-20251010-001，费用等客户服务部经理审批，通过后自动派工。");
    assert_snapshot!(world.card(CLERK, "待派工"), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ✔ 已派 水电一队，A 类，预计 800.00 元 · 费用审批中
    [看全部经过]
    ");

    // Approval.
    assert_snapshot!(world.reads(MANAGER), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    <1 photo>
    ---
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    assert_snapshot!(world.taps(MANAGER, "✅ 同意").await, @"好的");
    assert_snapshot!(world.card(MANAGER, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 孙丽（客户服务部经理）10月10日 周五 14:10，800.00 元
    审批通过，10月10日 周五 14:10
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 已派给水电一队（派工单 PG-A-AJHY-2025-0001），师傅会跟您约时间。
    [看全部经过]
    ");

    // The order and the visit.
    assert_snapshot!(world.reads(LEADER), @"
    <1 photo>
    ---
    <1 photo>
    ---
    <1 photo>
    ---
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    [✅ 接单]
    [退单] [看全部经过]
    ");
    world.taps(LEADER, "✅ 接单").await;
    assert_snapshot!(world.card(LEADER, "工程派工单"), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 维修队已接单，张伟 会跟您约上门时间。
    [看全部经过]
    ");
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    assert_snapshot!(world.reads(LEADER), @r"
    约上门时间 · TS-AJHY-20251010-001
    打算什么时候上门？点一个，或者直接写，例如「明天下午3点」。业主确认后生效。
    [10月10日 周五 18:00] [10月11日 周六 09:00]
    [10月11日 周六 14:00] [10月11日 周六 18:00]
    [10月12日 周日 09:00] [10月12日 周日 14:00]
    [10月12日 周日 18:00] [10月13日 周一 09:00]
    [10月13日 周一 14:00]
    [帮助] [取消]
    ---
    已发给对方确认（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    约上门 TS-AJHY-20251010-001
    水电一队想在 10月11日 周六 15:00 上门，可以吗？
    [✅ 可以]
    [换个时间] [看全部经过]
    ");
    world.taps(OWNER, "✅ 可以").await;
    assert_snapshot!(world.card(OWNER, "约上门"), @r"
    约上门 TS-AJHY-20251010-001
    水电一队想在 10月11日 周六 15:00 上门，可以吗？
    ✔ 已约好，李娜 10月10日 周五 14:10 确认
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 约好了：10月11日 周六 15:00 上门。
    [去处理] [看全部经过]
    ");
    world.until("2025-10-11 15:05").await;
    world.taps(LEADER, "已到现场").await;
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 师傅已经到现场。
    [看全部经过]
    ");

    // Completion.
    world.taps(LEADER, "📷 报完工").await;
    world.answers_photos(LEADER, 1).await;
    world.answers_photos(LEADER, 1).await;
    world.says(LEADER, "换了角阀和软管").await;
    assert_snapshot!(world.reads(LEADER), @"
    报完工 · TS-AJHY-20251010-001
    （1/3）请发维修前的照片，发完点「完成」。没有点「跳过」。
    [跳过] [帮助] [取消]
    ---
    维修前照片：1 张
    ---
    （2/3）请发维修后的照片，发完点「完成」。
    [上一步] [跳过] [帮助] [取消]
    ---
    维修后照片：1 张
    ---
    报完工 · TS-AJHY-20251010-001
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    维修前照片：1 张
    维修后照片：1 张
    [提交]
    [改维修前照片] [改维修后照片]
    [加说明]
    [帮助] [取消]
    ---
    报完工 · TS-AJHY-20251010-001
    已改好，说明：换了角阀和软管
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    维修前照片：1 张
    维修后照片：1 张
    说明：换了角阀和软管
    [提交]
    [改维修前照片] [改维修后照片]
    [改说明]
    [帮助] [取消]
    ");
    world.taps(LEADER, "提交").await;
    assert_snapshot!(world.reads(LEADER), @"完工已报，等检查（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.reads(CLERK), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    完工检查 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    10月11日 周六 15:05 报完工，维修前 1 张、维修后 1 张照片
    说明：换了角阀和软管
    ✔ 张伟（维修队长）10月11日 周六 15:05 已签
    [✅ 检查合格] [不合格，返工]
    [看全部经过]
    ");
    world.taps(CLERK, "✅ 检查合格").await;
    assert_snapshot!(world.card(CLERK, "完工检查"), @r"
    完工检查 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末都在
    收到：10月10日 周五 14:10
    10月11日 周六 15:05 报完工，维修前 1 张、维修后 1 张照片
    说明：换了角阀和软管
    ✔ 张伟（维修队长）10月11日 周六 15:05 已签
    ✔ 王芳（客服资料员）10月11日 周六 15:05 已签
    ✔ 检查合格，10月11日 周六 15:05，已请业主签认
    ");
    assert_snapshot!(world.reads(OWNER), @"
    <1 photo>
    ---
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    说明：换了角阀和软管
    [✅ 满意，签认]
    [❌ 没修好]
    [看全部经过]
    ");
    world.taps(OWNER, "✅ 满意，签认").await;
    assert_snapshot!(world.card(OWNER, "请您签认"), @r"
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    说明：换了角阀和软管
    ✔ 李娜 10月11日 周六 15:05 已签认
    [说几句]
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 业主已签认，满意。
    [去处理] [看全部经过]
    ");

    // The call-back.
    assert_snapshot!(world.reads(OWNER), @r"
    维修回访 TS-AJHY-20251010-001
    耽误您一分钟：安居花园 3-1201「水管漏水」的维修质量，您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    ");
    world.taps(OWNER, "非常满意").await;
    assert_snapshot!(world.reads(OWNER), @r"
    维修回访 · TS-AJHY-20251010-001
    （1/3）维修速度您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    [帮助] [取消]
    ");
    world.taps(OWNER, "比较满意").await;
    world.taps(OWNER, "非常满意").await;
    world.says(OWNER, "师傅很细心").await;
    assert_snapshot!(world.reads(OWNER), @r"
    服务态度：非常满意
    ---
    （3/3）您还有什么意见或建议？
    [上一步] [跳过] [帮助] [取消]
    ---
    谢谢您的评价，祝您居家愉快。
    ---
    TS-AJHY-20251010-001 已办结。谢谢您的信任。
    [看全部经过]
    ");
    assert_snapshot!(world.card(OWNER, "已评价"), @r"
    维修回访 TS-AJHY-20251010-001
    耽误您一分钟：安居花园 3-1201「水管漏水」的维修质量，您满意吗？
    ✔ 李娜 10月11日 周六 15:05 已评价：满意
    ");
    world.says(OWNER, "/cases").await;
    assert_snapshot!(world.reads(OWNER), @"
    您的事项（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 已办结。
    [水管漏水]
    ");
    assert!(matches!(world.loaded(world.case_of(OWNER).await).await.complaint.state, State::Closed { .. }));
    world.nothing_left().await;
});
