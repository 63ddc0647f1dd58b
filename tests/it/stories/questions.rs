//! What people say besides complaints: questions are answered, a person is
//! reached, several matters are told apart, small talk opens nothing.

use super::everywhere::everywhere;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use anju::domain::ids::CaseId;
use chrono::TimeDelta;

everywhere!(a_plain_sentence_and_one_tap_are_a_number, |mut world: World| async move {
    world.says(OWNER, "厨房水管漏水，明天上午在家").await;
    let summary = world.reads(OWNER);
    assert!(summary.contains("位置：厨房") && summary.contains("方便时间：明天上午在家"), "{summary}");
    assert!(summary.contains("[加照片]"), "{summary}");
    world.taps(OWNER, "提交").await;
    assert_eq!(world.column("select number from cases").await, "TS-AJHY-20251010-001");
    world.nothing_left().await;
});

everywhere!(a_question_is_answered_and_urging_is_told, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.says(OWNER, "师傅什么时候来").await;
    let answer = world.reads(OWNER);
    assert!(answer.contains("「水管漏水」") && answer.contains("水电一队"), "{answer}");
    assert!(answer.contains("[催一下] [找人工]"), "{answer}");
    assert_eq!(world.rows("cases").await, 1);
    world.taps(OWNER, "催一下").await;
    assert!(world.reads(OWNER).contains("已经替您催了，张伟会马上看到。"));
    assert!(world.reads(LEADER).contains("业主催办"));
    assert_eq!(world.history(case).await.last().map(String::as_str), Some("urged"));
    // Once an hour.
    world.says(OWNER, "太慢了").await;
    let again = world.taps(OWNER, "催一下").await + &world.reads(OWNER);
    assert!(again.contains("刚催过"), "{again}");
    assert_eq!(world.reads(LEADER), "");
    world.advance(TimeDelta::minutes(61)).await;
    world.all_read();
    world.taps(OWNER, "催一下").await;
    assert!(world.reads(LEADER).contains("业主催办"));
});

everywhere!(nothing_open_and_a_question, |mut world: World| async move {
    world.says(OWNER, "进度怎么样了").await;
    assert!(world.reads(OWNER).contains("您现在没有在办的事"));
    assert_eq!(world.rows("cases").await, 0);
});

everywhere!(a_person_is_reached_with_or_without_a_case, |mut world: World| async move {
    world.says(OWNER, "转人工").await;
    assert!(world.reads(OWNER).contains("已转给客服，最迟"), "{}", world.all_screens());
    let card = world.card(CLERK, "业主要人工");
    assert!(card.contains("转人工") && card.contains("138"), "{card}");
    world.taps(CLERK, "已联系").await;
    let case = world.case_of(OWNER).await;
    let talked = world.loaded(case).await;
    assert!(talked.calls.iter().all(|call| !call.open()));
    assert!(talked.clocks.iter().all(|clock| clock.rule.word() != "x_person_wanted" || !clock.running()));
    // What it was, the clerk settles: it was no complaint.
    world.taps(CLERK, "不是报修").await;
    world.taps(CLERK, "已和业主说清楚").await;
    assert!(world.reads(OWNER).contains("没有登记：已和业主说清楚"));
    assert_eq!(world.loaded(case).await.complaint.state.word(), "withdrawn");
    world.nothing_left().await;
});

everywhere!(a_person_who_is_not_called_climbs, |mut world: World| async move {
    world.says(OWNER, "找个真人跟我说").await;
    world.all_read();
    world.advance(TimeDelta::minutes(61)).await;
    assert!(world.reads(MANAGER).contains("给要人工的业主回电话"), "{}", world.all_screens());
});

everywhere!(small_talk_opens_nothing, |mut world: World| async move {
    for said in ["新年快乐", "知道啦谢谢", "你是机器人吗", "谢谢师傅", "早上好", "哈哈", "👍"]
    {
        world.says(OWNER, said).await;
        assert_ne!(world.reads(OWNER), "", "{said}");
        assert_eq!(world.rows("cases").await, 0, "{said}");
    }
    world.advance(TimeDelta::hours(2)).await;
    assert_eq!(world.reads(CLERK), "");
    world.nothing_left().await;
});

everywhere!(thanks_lead_back_to_the_signature, |mut world: World| async move {
    world.inspected_order().await;
    world.all_read();
    world.says(OWNER, "已修好,谢谢").await;
    let shown = world.reads(OWNER);
    assert!(shown.contains("签认"), "{shown}");
    assert_eq!(world.rows("cases").await, 1);
    assert_ne!(world.loaded(CaseId(1)).await.orders[0].state.word(), "owner_signed");
});

everywhere!(several_matters_are_several_complaints, |mut world: World| async move {
    world.says(OWNER, "厨房水管漏水，还有卧室的灯不亮了").await;
    let list = world.reads(OWNER);
    assert!(list.contains("听到 2 件事"), "{list}");
    assert!(list.contains("1. 厨房水管漏水") && list.contains("2. 卧室的灯不亮了"), "{list}");
    world.taps(OWNER, "对，分开登记").await;
    world.taps(OWNER, "提交").await;
    world.taps(OWNER, "提交").await;
    assert_eq!(world.column("select category from complaints order by case_id").await, "water_leak\nelectrical");
    assert_eq!(world.rows("cases where number is not null").await, 2);
    world.nothing_left().await;
});

everywhere!(one_matter_after_all, |mut world: World| async move {
    world.says(OWNER, "厨房水管漏水，还有卧室的灯不亮了").await;
    world.taps(OWNER, "其实是一件事").await;
    assert_eq!(world.rows("cases").await, 1);
    assert!(world.reads(OWNER).contains("卧室的灯不亮了"));
});

everywhere!(a_question_in_a_dialogue_is_no_answer, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.all_read();
    world.says(OWNER, "啥时候来人啊").await;
    let answer = world.reads(OWNER);
    assert!(answer.contains("还没说完整"), "{answer}");
    assert!(answer.contains("具体在什么位置"), "{answer}");
    assert_eq!(world.loaded(CaseId(1)).await.complaint.details.place, None);
});

everywhere!(more_of_what_is_open_is_a_note_on_it, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.says(OWNER, "补充一下，钥匙在门卫那里").await;
    assert_eq!(world.rows("cases").await, 1);
    assert_eq!(world.history(case).await.last().map(String::as_str), Some("noted"));
    assert!(world.reads(LEADER).contains("钥匙在门卫那里"), "{}", world.all_screens());
    // Another matter, with an hour in it like an answer, is not more of it.
    world.says(OWNER, "卧室的灯也不亮了，周末我在家").await;
    assert_eq!(world.rows("cases").await, 2, "{}", world.all_screens());
});

everywhere!(are_you_there_is_answered_with_where_it_stands, |mut world: World| async move {
    world.accepted_order().await;
    world.all_read();
    world.says(OWNER, "你好，在吗").await;
    let answer = world.reads(OWNER);
    assert!(answer.contains("水电一队在办"), "{answer}");
});

everywhere!(a_greeting_is_no_place, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.all_read();
    for said in ["你好", "谢谢师傅"] {
        world.says(OWNER, said).await;
        let answer = world.reads(OWNER);
        assert!(answer.contains("具体在什么位置"), "{said}: {answer}");
        assert_eq!(world.loaded(CaseId(1)).await.complaint.details.place, None, "{said}");
    }
});

// Pictures first, and then the sentence: it says where, too.
everywhere!(the_sentence_at_the_first_question_says_where, |mut world: World| async move {
    world.photos(OWNER, 1).await;
    world.advance(TimeDelta::seconds(3)).await;
    world.all_read();
    world.says(OWNER, "厨房水管漏水，明天上午在家").await;
    let summary = world.reads(OWNER);
    assert!(summary.contains("位置：厨房") && summary.contains("方便时间：明天上午在家"), "{summary}");
    world.taps(OWNER, "提交").await;
    assert_eq!(world.rows("cases where number is not null").await, 1);
});

everywhere!(a_language_is_no_place, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.says(OWNER, "English").await;
    assert!(world.reads(OWNER).contains("Where"), "{}", world.all_screens());
    assert_eq!(world.loaded(CaseId(1)).await.complaint.details.place, None);
});

everywhere!(words_during_the_call_back_are_for_the_clerk, |mut world: World| async move {
    world.signed_order().await;
    world.all_read();
    world.says(OWNER, "师傅乱收我两百块，还骂我").await;
    assert!(world.reads(CLERK).contains("师傅乱收我两百块"), "{}", world.all_screens());
    assert!(!world.reads(LEADER).contains("乱收"));
    assert_eq!(world.rows("cases").await, 1);
});

everywhere!(people_write_in_pieces, |mut world: World| async move {
    world.says(OWNER, "在吗").await;
    world.says(OWNER, "我家").await;
    world.says(OWNER, "厨房水管漏水了，从昨天晚上开始，地板都泡了").await;
    let words = world.loaded(CaseId(1)).await.complaint.details.words;
    assert!(words.contains("从昨天晚上开始"), "{words}");
});
