//! What is learned from sentences: on sentences that were not learned from, and
//! the learning itself.

use super::words;
use crate::domain::danger::Danger;
use crate::script::source::Source;
use crate::understanding::Understanding;
use crate::understanding::alarm::Alarm;
use crate::understanding::intent::Intent;
use crate::understanding::learned::Learned;
use crate::understanding::learning::examples::{self, Example};
use crate::understanding::learning::tasks::{Corpus, Task};
use crate::understanding::rating::Rated;
use crate::understanding::signature::Signed;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Understanding> =
    LazyLock::new(|| Understanding::load(&Source::embedded(), &words()).expect("the sentences"));

fn held(name: &str) -> Vec<Example> {
    let source = Source::embedded();
    let file = source.get(&format!("understanding/held/{name}.tsv")).expect("a held file").text.to_owned();
    examples::read(&file).expect("labelled sentences")
}

/// How many of those are so, in hundredths.
fn share(all: &[&Example], so: impl Fn(&Example) -> bool) -> usize {
    100 * all.iter().filter(|example| so(example)).count() / all.len().max(1)
}

#[test]
fn emergencies_that_were_never_seen_are_heard() {
    let held = held("emergency");
    let real: Vec<&Example> = held.iter().filter(|one| one.label() == "yes").collect();
    let near: Vec<&Example> = held.iter().filter(|one| one.label() == "no").collect();
    let rings = |one: &Example| matches!(SHIPPED.alarm(&one.text), Alarm::Rings(_));
    let heard = |one: &Example| SHIPPED.alarm(&one.text) != Alarm::Quiet;
    assert!(share(&real, heard) >= 97, "heard: {} %", share(&real, heard));
    assert!(share(&real, rings) >= 80, "ring: {} %", share(&real, rings));
    assert!(share(&near, rings) <= 3, "near misses that ring: {} %", share(&near, rings));
    assert!(share(&near, heard) <= 23, "near misses that are asked about: {} %", share(&near, heard));
}

#[test]
fn no_signature_is_taken_that_was_not_given() {
    for example in held("signature") {
        let read = SHIPPED.signature(&example.text);
        assert!(read != Signed::Signed || example.allows("signed"), "{}: {read:?}", example.text);
    }
    for said in [
        "好的",
        "嗯",
        "谢谢师傅",
        "修好了",
        "👍",
        "ok",
        "不满意",
        "满意才怪",
        "等满意了再签",
        "没签",
        "满意吗",
        "签字要干嘛",
        "不是很满意",
        "如果不漏了我就签",
        "谁说我满意了",
        "满意什么呀",
        "not satisfied",
        "已修好,谢谢",
    ] {
        assert_ne!(SHIPPED.signature(said), Signed::Signed, "{said}");
    }
    for said in ["满意", "满意，签认", "同意验收", "我签字", "验收合格", "不漏了，满意", "satisfied"]
    {
        assert_eq!(SHIPPED.signature(said), Signed::Signed, "{said}");
    }
}

#[test]
fn dangers_ring_and_figures_of_speech_do_not() {
    for (said, danger) in [
        ("我被关在电梯里了", Danger::Lift),
        ("有人困电梯", Danger::Lift),
        ("电梯停了,里面有人", Danger::Lift),
        ("插座有烧焦的味道", Danger::Fire),
        ("燃气报警器一直响", Danger::Gas),
        ("瓦斯漏了", Danger::Gas),
        ("gas is leaking", Danger::Gas),
    ] {
        match SHIPPED.alarm(said) {
            Alarm::Rings(cause) | Alarm::Doubt(cause) => assert_eq!(cause.danger, danger, "{said}"),
            Alarm::Quiet => panic!("{said}: nobody hears it"),
        }
    }
    for said in [
        "电梯坏了我妈在里面出不来",
        "天花板掉下来砸伤人",
        "墙上掉下来一块砸到孩子了",
        "救命",
        "洗澡被电了",
        "电梯坠了",
        "燃气漏了",
        "液化气漏了",
        "外墙瓷砖掉下来了",
    ] {
        assert_ne!(SHIPPED.alarm(said), Alarm::Quiet, "{said}");
    }
    for said in [
        "燃气灶打不着火",
        "没有着火,就是灯坏了",
        "煤气费多收了",
        "煤气卡怎么充值",
        "窗户漏气",
        "空调漏气",
        "可视门铃漏电池液",
        "电梯掉了一块板",
        "态度让人冒火",
        "阳台地砖塌了一点",
        "火花塞坏了",
        "下水道漏气味",
        "宠物被困在楼道",
        "fire alarm battery is low",
        "smoke detector beeps",
        "车位被困扰",
        "手机坠落砸坏地砖",
    ] {
        assert!(!matches!(SHIPPED.alarm(said), Alarm::Rings(_)), "{said} rings");
    }
}

#[test]
fn scores_in_figures_and_in_words() {
    for (said, score) in [
        ("5分", 5),
        ("五", 5),
        ("5星", 5),
        ("五星好评", 5),
        ("five", 5),
        ("⭐⭐⭐⭐⭐", 5),
        ("1星", 1),
        ("③", 3),
        ("四分，迟到了", 4),
        ("三颗星", 3),
        ("非常满意", 5),
        ("一分都不想给", 1),
        ("满意的", 4),
    ] {
        assert_eq!(SHIPPED.rating(said), Rated::Score(score), "{said}");
    }
    for said in ["10分", "６", "修了三分钟就走", "谢谢", "收到", "三分四分之间吧"] {
        assert!(!matches!(SHIPPED.rating(said), Rated::Score(_)), "{said}: {:?}", SHIPPED.rating(said));
    }
    // Praise without a score is a score or is asked again, never bad.
    for said in ["还可以吧", "可以", "不错不错", "赞"] {
        let rated = SHIPPED.rating(said);
        assert!(matches!(rated, Rated::Unclear | Rated::Score(3..=5)), "{said}: {rated:?}");
    }
    assert!(matches!(SHIPPED.rating("太差劲了"), Rated::Score(1) | Rated::Wrong(_)));
    assert!(matches!(SHIPPED.rating("还在漏"), Rated::Wrong(_)));
}

#[test]
fn what_somebody_wants_is_told_apart() {
    for (said, intent) in [
        ("什么时候来修", Intent::Status),
        ("师傅人呢", Intent::Status),
        ("转人工", Intent::Human),
        ("新年快乐", Intent::SmallTalk),
        ("[微笑]", Intent::SmallTalk),
        ("/:strong", Intent::Praise),
        ("谢谢师傅", Intent::Thanks),
        ("卧室的灯不亮了", Intent::Complaint),
        ("不用来了，我自己弄好了", Intent::Cancel),
    ] {
        assert_eq!(SHIPPED.hear(said).meant.intent, intent, "{said}");
    }
}

#[test]
fn several_matters_are_told_apart_and_one_stays_one() {
    let several = SHIPPED.matters("厨房水管漏水，还有卧室的灯不亮了");
    let categories: Vec<&str> = several.iter().map(|one| one.category.as_str()).collect();
    assert_eq!(categories, ["water_leak", "electrical"]);
    assert_eq!(several[1].words, "卧室的灯不亮了");
    for one in ["厨房水管漏水了，从昨天晚上开始，地板都泡了", "灯不亮", "水龙头滴水，一直滴，吵得睡不着"]
    {
        assert!(SHIPPED.matters(one).len() < 2, "{one}");
    }
}

#[test]
fn learning_is_the_same_every_time_and_can_be_kept() {
    let file = "# head\n灯不亮\telectrical\n灯坏了\telectrical\n水管漏\twater_leak\n水龙头漏水\twater_leak\n灯不亮了\telectrical\n";
    let corpus = Corpus::read([("understanding/learn/category.tsv", file)]).expect("sentences");
    let (first, second) = (corpus.learn(Task::Category), corpus.learn(Task::Category));
    assert_eq!(first.to_bytes(), second.to_bytes());
    let bytes: &'static [u8] = first.to_bytes().leak();
    let read = crate::understanding::learning::model::Model::from_bytes(bytes).expect("what was written");
    let sentence = crate::understanding::learning::features::Sentence::read("客厅的灯不亮");
    assert_eq!(read.judge(&sentence), first.judge(&sentence));
    assert_eq!(read.judge(&sentence)[0].0, "electrical");
    assert!(read.because(&sentence, "electrical", "water_leak", 3).concat().contains('灯'));
    assert!(crate::understanding::learning::model::Model::from_bytes(b"something else").is_none());
}

#[test]
fn a_company_teaches_its_own_words() {
    let own = "# head\n天玑面板黑屏\telectrical\n天玑面板没反应\telectrical\n天玑又死机了\telectrical\n水管漏\twater_leak\n漏水\twater_leak\n";
    let corpus = Corpus::read([("understanding/learn/category_own.tsv", own)]).expect("sentences");
    let taught = Understanding::new(Learned::from(&corpus), words());
    assert_eq!(taught.category("我家天玑坏了").best(), "electrical");
}

#[test]
fn a_line_that_is_no_sentence_is_named() {
    let bad = Corpus::read([("understanding/learn/intent_own.tsv", "# head\n你好\tgreeting\n没有标签\n")])
        .expect_err("a fault");
    assert_eq!((bad[0].0.as_str(), bad[0].1.line), ("understanding/learn/intent_own.tsv", 3));
}

#[test]
fn any_text_is_read_at_once() {
    for text in ["", "\u{0}", "🤷", &"漏".repeat(2_000_000), &"a".repeat(5_000_000), "\u{202e}\u{200b}"] {
        let heard = SHIPPED.hear(text);
        assert!(heard.meant.certainty.is_finite());
    }
}
