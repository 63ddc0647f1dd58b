//! From the owner's sentence to the owner's rating.

use crate::base::both;
use crate::world::World;

both!(the_whole_line, |db| async move {
    let mut world = World::new(db).await;
    world.phone("李娜").says("厨房水管漏水");
    world.settle().await;
    println!("{}", world.phone("李娜").reads());
    world.nothing_left().await;
});
