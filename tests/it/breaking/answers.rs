//! What the API has done and not said: every message and every change of a card
//! is carried out, and the first answer to it is lost. It is repeated, and the
//! repeat must be known for one.

use super::day::{Day, corp, on_wecom, play_slowly, slow_day_on_wecom, two_days};
use anju::store::Db;

async fn every_answer_lost(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    let before = corp(&world).calls().len();
    corp(&world).loses_answers(&["message/send", "message/update_template_card", "kf/send_msg"]);
    play_slowly(&mut world, |_| {}).await;
    let lost = corp(&world).answers_lost();
    let again = calm.is_like(&world).await;
    println!("{lost} answers lost of {} calls; {again} messages came again", corp(&world).calls().len() - before);
}

two_days!(every_answer_is_lost_once, slow_day_on_wecom, every_answer_lost);
