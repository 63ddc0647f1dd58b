//! The main line as a list of what people do, so that it can be played in more
//! than one way.

use crate::world::{MANAGER, World, picture};
use chrono::TimeDelta;

#[derive(Clone, Copy, Debug)]
pub enum Act {
    Says(&'static str, &'static str),
    Taps(&'static str, &'static str),
    Photos(&'static str, u8),
    Seconds(i64),
    Hours(i64),
}

use Act::{Hours, Photos, Says, Seconds, Taps};

const OWNER: &str = "李娜";
const CLERK: &str = "王芳";
const LEADER: &str = "张伟";

/// From the owner's sentence to his rating.
pub const MAIN_LINE: &[Act] = &[
    Says(OWNER, "水管漏水"),
    Taps(OWNER, "厨房"),
    Photos(OWNER, 3),
    Seconds(3),
    Taps(OWNER, "完成"),
    Says(OWNER, "周末都在"),
    Taps(OWNER, "提交"),
    Taps(CLERK, "派工"),
    Taps(CLERK, "A 类：保修期内（建议）"),
    Taps(CLERK, "水电一队"),
    Taps(CLERK, "单工种"),
    Says(CLERK, "800"),
    Taps(CLERK, "提交"),
    Taps(MANAGER, "✅ 同意"),
    Taps(LEADER, "✅ 接单"),
    Taps(LEADER, "约上门"),
    Says(LEADER, "明天下午3点"),
    Taps(OWNER, "✅ 可以"),
    Hours(25),
    Taps(LEADER, "已到现场"),
    Taps(LEADER, "📷 报完工"),
    Photos(LEADER, 1),
    Seconds(3),
    Taps(LEADER, "完成"),
    Photos(LEADER, 1),
    Seconds(3),
    Taps(LEADER, "完成"),
    Taps(LEADER, "提交"),
    Taps(CLERK, "✅ 检查合格"),
    Taps(OWNER, "✅ 满意，签认"),
    Taps(OWNER, "非常满意"),
    Taps(OWNER, "非常满意"),
    Taps(OWNER, "非常满意"),
    Taps(OWNER, "跳过"),
];

/// How taps are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finger {
    Calm,
    /// Every button twice before anything can happen.
    Nervous,
}

/// Plays the acts one after the other, each to its end.
pub async fn play(world: &mut World, acts: &[Act], finger: Finger) {
    for act in acts {
        match *act {
            Says(name, text) => drop(world.phone(name).says(text)),
            Taps(name, label) if finger == Finger::Nervous => world.phone(name).taps_twice(label),
            Taps(name, label) => drop(world.phone(name).taps(label)),
            Photos(name, count) => photos(world, name, count),
            Seconds(seconds) => world.advance(TimeDelta::seconds(seconds)).await,
            Hours(hours) => world.hours(hours).await,
        }
        world.settle().await;
    }
}

fn photos(world: &World, name: &str, count: u8) {
    if count == 1 {
        return world.phone(name).photo("");
    }
    world.phone(name).album(count.into(), "");
}

/// A picture that nobody else has sent.
pub fn own_picture(number: i64) -> Vec<u8> {
    picture(1_000_000 + number)
}
