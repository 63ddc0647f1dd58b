//! From the owner's sentence to the owner's rating.

use crate::base::both;
use crate::world::{MANAGER, World};

async fn show(world: &mut World, names: &[&str]) {
    world.settle().await;
    for name in names {
        println!("=== {name}\n{}", world.phone(name).reads());
    }
}

both!(the_whole_line, |db| async move {
    let mut world = World::new(db).await;
    world.phone("李娜").says("厨房水管漏水");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("厨房");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").album(3, "");
    show(&mut world, &["李娜"]).await;
    world.advance(chrono::TimeDelta::seconds(3)).await;
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("完成");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").says("周末都在");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("提交");
    show(&mut world, &["李娜", "王芳", "孙丽"]).await;
    world.phone("王芳").taps("派工");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").taps("A 类:保修期内(建议)");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").taps("水电一队");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").taps("单工种");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").says("800");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").taps("跳过");
    show(&mut world, &["王芳"]).await;
    world.phone("王芳").taps("提交");
    show(&mut world, &["王芳", MANAGER, "张伟"]).await;
    world.phone(MANAGER).taps("✅ 同意");
    show(&mut world, &[MANAGER, "张伟", "李娜", "王芳"]).await;
    println!("manager's card: {:?}", world.phone(MANAGER).last());
    world.phone("张伟").taps("✅ 接单");
    show(&mut world, &["张伟", "李娜"]).await;
    world.phone("张伟").taps("约上门");
    show(&mut world, &["张伟"]).await;
    world.phone("张伟").says("明天下午3点");
    show(&mut world, &["张伟", "李娜"]).await;
    world.phone("李娜").taps("✅ 可以");
    show(&mut world, &["张伟", "李娜"]).await;
    world.hours(25).await;
    world.phone("张伟").taps("已到现场");
    show(&mut world, &["张伟", "李娜"]).await;
    world.phone("张伟").taps("📷 报完工");
    show(&mut world, &["张伟"]).await;
    world.phone("张伟").photo("");
    show(&mut world, &["张伟"]).await;
    world.advance(chrono::TimeDelta::seconds(3)).await;
    world.phone("张伟").taps("完成");
    show(&mut world, &["张伟"]).await;
    world.phone("张伟").photo("");
    world.settle().await;
    world.advance(chrono::TimeDelta::seconds(3)).await;
    world.phone("张伟").taps("完成");
    show(&mut world, &["张伟"]).await;
    world.phone("张伟").taps("跳过");
    show(&mut world, &["张伟"]).await;
    world.phone("张伟").taps("提交");
    show(&mut world, &["张伟", "王芳"]).await;
    world.phone("王芳").taps("✅ 检查合格");
    show(&mut world, &["王芳", "李娜"]).await;
    world.phone("李娜").taps("✅ 满意,签认");
    show(&mut world, &["李娜", "张伟"]).await;
    world.phone("李娜").taps("非常满意");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("非常满意");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("非常满意");
    show(&mut world, &["李娜"]).await;
    world.phone("李娜").taps("跳过");
    show(&mut world, &["李娜", "王芳", "张伟"]).await;
    world.phone("李娜").says("/cases");
    show(&mut world, &["李娜"]).await;
    world.nothing_left().await;
});
