//! Moments as people write them, said on Friday 10 October 2025 at 14:10 in
//! Shanghai.

use super::scene::WORDS;
use crate::understanding::times::when::{Frame, Standing, WhenFault, parse_when};
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Shanghai;

/// Friday, 14:10 in Shanghai.
fn now() -> DateTime<Utc> {
    "2025-10-10T06:10:00Z".parse().unwrap()
}

fn read(said: &str) -> Result<String, WhenFault> {
    let frame = Frame { now: now(), zone: Shanghai, day_means: None, within_days: 60 };
    let at = parse_when(said, WORDS.time(), &frame)?;
    Ok(at.with_timezone(&Shanghai).format("%m-%d %H:%M").to_string())
}

#[test]
fn moments_are_read() {
    let table = [
        ("明天下午3点", "10-11 15:00"),
        ("明天下午三点半", "10-11 15:30"),
        ("明天下午3点左右吧", "10-11 15:00"),
        ("后天上午十点", "10-12 10:00"),
        ("大后天 9:30", "10-13 09:30"),
        ("10月12日 14:00", "10-12 14:00"),
        ("10月12号下午2点", "10-12 14:00"),
        ("10月12日（周日）14:00", "10-12 14:00"),
        ("十月十二日下午两点", "10-12 14:00"),
        ("10-12 14:00", "10-12 14:00"),
        ("10/12 14:00", "10-12 14:00"),
        ("2025-10-12 14:00", "10-12 14:00"),
        ("2025-10-12T14:00", "10-12 14:00"),
        ("2025/10/12 14:00:00", "10-12 14:00"),
        ("2025年10月12日14点", "10-12 14:00"),
        ("二〇二五年十月十二日14点", "10-12 14:00"),
        ("12号上午9点", "10-12 09:00"),
        ("5号上午9点", "11-05 09:00"),
        ("周六上午", "10-11 09:00"),
        ("周六下午", "10-11 14:00"),
        ("周六十点", "10-11 10:00"),
        ("星期日晚上7点", "10-12 19:00"),
        ("周天中午", "10-12 12:00"),
        ("礼拜一早上八点一刻", "10-13 08:15"),
        ("下周三下午3点45分", "10-15 15:45"),
        ("下周五15:00", "10-17 15:00"),
        ("本周六9点", "10-11 09:00"),
        ("周五下午4点", "10-10 16:00"),
        ("周五上午10点", "10-17 10:00"),
        ("下午3点", "10-10 15:00"),
        ("下午1点", "10-11 13:00"),
        ("3点", "10-10 15:00"),
        ("9点", "10-11 09:00"),
        ("明天8点", "10-11 08:00"),
        ("今晚7点", "10-10 19:00"),
        ("今晚", "10-10 19:00"),
        ("明晚12点", "10-12 00:00"),
        ("明天中午12点", "10-11 12:00"),
        ("明天中午1点", "10-11 13:00"),
        ("明天下午2点到4点", "10-11 14:00"),
        ("明天14:00-16:00", "10-11 14:00"),
        ("明天下午2-4点", "10-11 14:00"),
        ("2小时后", "10-10 16:10"),
        ("半小时后", "10-10 14:40"),
        ("3天后上午10点", "10-13 10:00"),
        ("一周后上午10点", "10-17 10:00"),
        ("明天 15:00", "10-11 15:00"),
        ("後天下午3點", "10-12 15:00"),
        ("週六上午", "10-11 09:00"),
        ("tomorrow 3pm", "10-11 15:00"),
        ("Tomorrow at 3 p.m.", "10-11 15:00"),
        ("tomorrow morning", "10-11 09:00"),
        ("today 18:30", "10-10 18:30"),
        ("Sat 10am", "10-11 10:00"),
        ("Saturday morning", "10-11 09:00"),
        ("next Monday at 9:00", "10-13 09:00"),
        ("on Monday 2pm please", "10-13 14:00"),
        ("12 Oct 14:00", "10-12 14:00"),
        ("October 12th, 2pm", "10-12 14:00"),
        ("Oct 12 2025 14:00", "10-12 14:00"),
        ("in 2 hours", "10-10 16:10"),
        ("in 3 days at 10am", "10-13 10:00"),
        ("the day after tomorrow at noon", "10-12 12:00"),
        ("tomorrow 12am", "10-11 00:00"),
    ];
    for (said, moment) in table {
        assert_eq!(read(said).as_deref(), Ok(moment), "{said}");
    }
}

#[test]
fn what_is_no_moment_is_refused_with_its_reason() {
    let table = [
        ("", WhenFault::Unread),
        ("随便", WhenFault::Standing(Standing::Anytime)),
        ("明天下午3点我不在", WhenFault::Unread),
        ("看情况", WhenFault::Unread),
        ("25:00", WhenFault::Unread),
        ("明天10:75", WhenFault::Unread),
        ("2月30日 10点", WhenFault::Unread),
        ("13月1日 10点", WhenFault::Unread),
        ("下周", WhenFault::Unread),
        ("5", WhenFault::Unread),
        ("99999999999999999999天后", WhenFault::Unread),
        ("whenever", WhenFault::Unread),
        ("明天", WhenFault::NoHour),
        ("10月12日", WhenFault::NoHour),
        ("Saturday", WhenFault::NoHour),
        ("今天上午10点", WhenFault::Past),
        ("2025-10-01 10:00", WhenFault::Past),
        ("10月9日 10:00", WhenFault::Past),
        ("2025-12-31 10:00", WhenFault::Far),
        ("100天后上午10点", WhenFault::Far),
    ];
    for (said, fault) in table {
        assert_eq!(read(said), Err(fault), "{said}");
    }
}

#[test]
fn a_day_alone_can_mean_its_evening() {
    let frame = Frame { now: now(), zone: Shanghai, day_means: "18:00:00".parse().ok(), within_days: 180 };
    let words = WORDS.time();
    let read = |said: &str| {
        parse_when(said, words, &frame).map(|at| at.with_timezone(&Shanghai).format("%F %H:%M").to_string())
    };
    assert_eq!(read("10月20日").as_deref(), Ok("2025-10-20 18:00"));
    assert_eq!(read("下周五").as_deref(), Ok("2025-10-17 18:00"));
    assert_eq!(read("今天").as_deref(), Ok("2025-10-10 18:00"));
    assert_eq!(read("1月15日").as_deref(), Ok("2026-01-15 18:00"));
    assert_eq!(read("10月20日 10:00").as_deref(), Ok("2025-10-20 10:00"));
}

/// An hour that the change to summer time leaves out is read an hour later.
#[test]
fn other_zones_with_summer_time() {
    let zone = chrono_tz::Europe::Berlin;
    let frame = Frame { now: "2026-03-28T10:00:00Z".parse().unwrap(), zone, day_means: None, within_days: 60 };
    let at = parse_when("tomorrow 02:30", WORDS.time(), &frame).unwrap();
    assert_eq!(at.with_timezone(&zone).format("%H:%M").to_string(), "03:30");
}

/// As people were seen to write it and were not understood; said on Thursday
/// 26 November 2026 at 07:50.
#[test]
fn moments_in_other_words_are_read() {
    let frame =
        Frame { now: "2026-11-25T23:50:00Z".parse().unwrap(), zone: Shanghai, day_means: None, within_days: 60 };
    let table = [
        ("明天下午七八点", "11-27 19:00"),
        ("后天上午九十点", "11-28 09:00"),
        ("下周星期三上午10点", "12-02 10:00"),
        ("本周星期五下午2点", "11-27 14:00"),
        ("下午两点四十五", "11-26 14:45"),
        ("12.3下午3点", "12-03 15:00"),
        ("tomorrow at 2.30pm", "11-27 14:30"),
        ("26年12月3日下午3点", "12-03 15:00"),
        ("早8点", "11-26 08:00"),
        ("下午3点以后", "11-26 15:00"),
        ("下个月5号上午", "12-05 09:00"),
        ("本月30号上午10点", "11-30 10:00"),
        ("一个半小时后", "11-26 09:20"),
        ("half past 2 tomorrow", "11-27 14:30"),
        ("今天下班后", "11-26 18:00"),
        ("明天下午3点，不过要先打电话", "11-27 15:00"),
        ("明天师傅来之前打个电话,我下楼开门,大概两点", "11-27 14:00"),
        ("聽日下晝三點", "11-27 15:00"),
        ("後日上晝", "11-28 09:00"),
        ("in two hours", "11-26 09:50"),
        ("next monday 3pm", "11-30 15:00"),
        ("2 to 4pm tomorrow", "11-27 14:00"),
        ("明天上午没空，下午3点以后", "11-27 15:00"),
        ("明天傍晚", "11-27 17:00"),
        ("明天9到11点", "11-27 09:00"),
        ("明天11点到1点", "11-27 11:00"),
        ("明天下午三、四点", "11-27 15:00"),
    ];
    for (said, moment) in table {
        let at = parse_when(said, WORDS.time(), &frame);
        let read = at.map(|at| at.with_timezone(&Shanghai).format("%m-%d %H:%M").to_string());
        assert_eq!(read.as_deref(), Ok(moment), "{said}");
    }
}

#[test]
fn what_is_no_moment_in_other_words_says_why() {
    let frame =
        Frame { now: "2026-11-25T23:50:00Z".parse().unwrap(), zone: Shanghai, day_means: None, within_days: 60 };
    let table = [
        ("周末", WhenFault::Standing(Standing::Weekend)),
        ("这周末", WhenFault::Standing(Standing::Weekend)),
        ("平时", WhenFault::Standing(Standing::Weekday)),
        ("工作日", WhenFault::Standing(Standing::Weekday)),
        ("周一到周五", WhenFault::Standing(Standing::Weekday)),
        ("晚上都行", WhenFault::Standing(Standing::Evening)),
        ("随时", WhenFault::Standing(Standing::Anytime)),
        ("月底", WhenFault::NoHour),
        ("下月1号", WhenFault::NoHour),
        ("明天不在", WhenFault::Unread),
        ("明天不在，下午3点", WhenFault::Unread),
        ("我在外地,下个月回", WhenFault::Unread),
        ("明天再说", WhenFault::Unread),
        ("如果明天不下雨", WhenFault::Unread),
        ("周五或者周六下午3点", WhenFault::Unread),
        ("明天上午10点或11点", WhenFault::Unread),
        ("10月12日（周日）14:00", WhenFault::Unread),
        ("3点以前", WhenFault::Unread),
        ("昨天下午3点", WhenFault::Past),
        ("今天早上七点", WhenFault::Past),
        ("租客在家，问他13900007711", WhenFault::Unread),
        ("我家3栋", WhenFault::Unread),
    ];
    for (said, fault) in table {
        assert_eq!(parse_when(said, WORDS.time(), &frame), Err(fault), "{said}");
    }
}

/// A part of the day that has begun is taken from the next half hour on.
#[test]
fn a_part_of_the_day_may_have_begun() {
    assert_eq!(read("今天下午").as_deref(), Ok("10-10 14:30"));
    assert_eq!(read("下午").as_deref(), Ok("10-10 14:30"));
    assert_eq!(read("今天8点").as_deref(), Ok("10-10 20:00"));
    assert_eq!(read("今天上午"), Err(WhenFault::Past));
}
