//! Nonsense at both doors, and a message that cannot be worked on: it is set
//! aside, somebody is told, and nobody else notices.

use super::records::case_ids;
use crate::base::{both, nap};
use crate::world::World;
use anju::clock::Clock;
use anju::config::Secret;
use anju::flow::intake::{Intake, Letter};
use anju::flow::pump::Nudge;
use anju::on;
use anju::store::{Db, Tx, cases, inbox};
use anju::web::{Doors, Health, Hearing, WebhookDoor};
use chrono::TimeDelta;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What a broken or hostile server may send; none of it may disturb anybody.
fn nonsense(user: i64) -> Vec<String> {
    let from =
        format!(r#""from":{{"id":{user},"is_bot":false,"first_name":"X"}},"chat":{{"id":{user},"type":"private"}}"#);
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let deep_objects = format!("{}1{}", r#"{"message":"#.repeat(5000), "}".repeat(5000));
    vec![
        String::new(),
        "not json at all".to_owned(),
        "{".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "42".to_owned(),
        "{}".to_owned(),
        deep,
        deep_objects,
        r#"{"update_id":"seven","message":7}"#.to_owned(),
        r#"{"update_id":-5,"message":null}"#.to_owned(),
        r#"{"update_id":9223372036854775808,"message":{}}"#.to_owned(),
        r#"{"update_id":900001,"message":{"message_id":1,"date":"yesterday","chat":"me","from":[]}}"#.to_owned(),
        format!(r#"{{"update_id":900002,"message":{{"message_id":"x","date":-1,{from},"text":42}}}}"#),
        format!(r#"{{"update_id":900003,"message":{{"message_id":2,"date":99999999999999,{from},"photo":"none"}}}}"#),
        format!(r#"{{"update_id":900004,"message":{{"message_id":3,"date":0,{from},"photo":[]}}}}"#),
        format!(r#"{{"update_id":900005,"callback_query":{{{from},"data":"c:1:2:3:approve"}}}}"#),
        format!(r#"{{"update_id":900006,"callback_query":{{"id":"1",{from},"data":"c:-1:-2:99999999999999999999:approve"}}}}"#),
        format!(r#"{{"update_id":900007,"callback_query":{{"id":"2",{from},"data":"{}"}}}}"#, "x".repeat(100_000)),
        format!(r#"{{"update_id":900008,"callback_query":{{"id":"3",{from},"data":"c:1:1:1:sign\u0000"}}}}"#),
        format!(r#"{{"update_id":900009,"message":{{"message_id":4,"date":1,{from},"text":"/start \u0000';drop table cases;--"}}}}"#),
        format!(r#"{{"update_id":900010,"edited_message":{{"message_id":4,"date":1,"edit_date":2,{from},"text":"\ud800"}}}}"#),
        format!(r#"{{"update_id":900011,"a_kind_of_tomorrow":{{{from}}}}}"#),
        format!(r#"{{"update_id":900012,"message":{{"message_id":5,"date":1,{from},"location":{{"latitude":"north"}}}}}}"#),
        r#"{"update_id":900013,"message":{"message_id":6,"date":1,"from":{"id":-77},"chat":{"id":-77,"type":"private"},"text":"hello"}}"#.to_owned(),
        r#"{"update_id":900014,"channel_post":{"message_id":7,"date":1,"chat":{"id":-1001,"type":"channel"},"text":"ad"}}"#.to_owned(),
        r#"{"update_id":900015,"message":{"message_id":8,"date":1,"from":{"id":1001},"chat":{"id":-5,"type":"group"},"text":"同意"}}"#.to_owned(),
        format!(r#"{{"update_id":900016,"message":{{"message_id":9,"date":1,{from},"text":"{}"}}}}"#, "水".repeat(5 * 1024 * 1024 / 3)),
    ]
}

fn intake(db: &Db, clock: &Clock) -> Arc<Intake> {
    Arc::new(Intake::new(db.clone(), clock.clone(), Nudge::new(), "telegram:4242"))
}

both!(nonsense_by_polling_disturbs_nobody, |db| async move {
    let mut world = World::new(db).await;
    // A stranger's number: whatever is said is not said by one of ours.
    let nonsense = nonsense(77);
    let letters: Vec<Letter> = nonsense.iter().cloned().map(Letter::telegram).collect();
    let intake = intake(&world.db, &world.clock);
    let offset = intake.offset().await.expect("an offset");
    let new = intake.file_polled(letters.clone(), offset).await.expect("everything is filed");
    assert_eq!(usize::try_from(new), Ok(nonsense.len()), "every piece is kept");
    assert_eq!(intake.file_polled(letters, offset).await.expect("and again"), 0, "and only once");
    goes_on_as_ever(&mut world).await;
});

both!(nonsense_by_webhook_disturbs_nobody, |db| async move {
    let mut world = World::new(db).await;
    let (stop, stopped) = watch::channel(false);
    let door = WebhookDoor::new(intake(&world.db, &world.clock), Secret::new("open-sesame"));
    let health = Health {
        db: world.db.clone(),
        clock: world.clock.clone(),
        vitals: anju::flow::vitals::Vitals::new(world.clock.clone()),
        hearing: Hearing::by_being_told(world.clock.clone()),
        metrics: metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let serving = tokio::spawn(anju::web::serve(
        listener,
        Doors { health, webhook: Some(("/hook".to_owned(), door)), callback: None },
        stopped,
    ));
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client");
    let post = |body: Vec<u8>, secret: &'static str| {
        http.post(&url).header("X-Telegram-Bot-Api-Secret-Token", secret).body(body).send()
    };
    let before = rows(&world).await;
    for piece in nonsense(77) {
        let large = piece.len() > 1024 * 1024;
        let answer = post(piece.into_bytes(), "open-sesame").await;
        if large {
            // Refused unread: whoever is still writing may find the door closed.
            assert!(answer.map_or(true, |answer| answer.status().as_u16() == 413), "5 MB were taken");
        } else {
            assert_eq!(answer.expect("an answer").status().as_u16(), 200);
        }
    }
    let no_text = post(vec![0xff, 0xfe, 0x00, 0x80], "open-sesame").await.expect("an answer");
    assert_eq!(no_text.status().as_u16(), 200, "bytes that are no text are kept, and acknowledged");
    let filed = rows(&world).await;
    assert!(filed > before + 25);
    let stranger = post(br#"{"update_id":1}"#.to_vec(), "guess").await.expect("an answer");
    assert_eq!(stranger.status().as_u16(), 401);
    assert_eq!(rows(&world).await, filed, "who does not know the secret files nothing");
    goes_on_as_ever(&mut world).await;
    stop.send_replace(true);
    serving.await.expect("the server ends").expect("well");
});

async fn rows(world: &World) -> i64 {
    let mut tx = world.db.read().await.expect("a read");
    on!(tx, db => sqlx::query_scalar("select count(*) from inbox").fetch_one(db).await).expect("rows are counted")
}

/// Whatever came in: nothing stays open, nobody is answered who said nothing,
/// and a sentence makes a case as ever.
async fn goes_on_as_ever(world: &mut World) {
    world.messenger.add_user(77, "X", "en");
    world.phone("李娜").says("水管漏水");
    for _ in 0..6 {
        world.settle().await;
        // Failed turns wait in machine time.
        world.clock.advance_machine(TimeDelta::minutes(2));
    }
    world.settle().await;
    assert!(world.phone("李娜").reads().contains("水管漏水"));
    let mut tx = world.db.read().await.expect("a read");
    assert_eq!(case_ids(&mut tx).await.len(), 1, "nonsense made a case");
    let backlog = inbox::backlog(&mut tx).await.expect("the inbox is read");
    assert_eq!(backlog.open, 0, "{backlog:?}");
    for row in inbox::list_parked(&mut tx, 100).await.expect("parked rows") {
        let why = row.last_error.unwrap_or_default();
        assert!(row.lane == "unreadable" || why.contains("cannot be answered"), "parked: {} {why}", row.lane);
    }
    assert_eq!(anju::store::outbox::backlog(&mut tx).await.expect("the outbox is read").open, 0);
}

both!(what_cannot_be_worked_on_is_set_aside_and_told, |db| async move {
    let mut world = World::new(db).await;
    refuse_the_words(&world.db, "毒").await;
    world.phone("李强").says("水管里有毒");
    // The lane waits for the message before it; others do not.
    world.phone("李强").says("我家水管漏水");
    world.phone("陈强").says("阳台的门坏了");
    world.settle().await;
    assert!(!world.phone("陈强").reads().is_empty(), "somebody else's chat goes on");
    assert_eq!(world.phone("李强").reads(), "");
    for _ in 0..3 {
        world.clock.advance_machine(TimeDelta::minutes(2));
        world.settle().await;
    }
    let read = world.phone("李强").reads();
    assert_eq!(read.matches("抱歉，刚才这条我没能处理好").count(), 1, "one apology:\n{read}");
    assert!(read.contains("我家水管漏水"), "the chat goes on with what came after:\n{read}");
    let desk = world.phone("王芳").reads();
    assert!(desk.contains("水管里有毒") && desk.contains("李强"), "the desk reads what was said:\n{desk}");

    let parked = parked(&world).await;
    assert_eq!((parked.len(), parked[0].attempts), (1, 3));
    allow_all_words(&world.db).await;
    let mut tx = world.db.begin().await.expect("a transaction");
    assert!(inbox::retry(&mut tx, parked[0].id).await.expect("a retry"));
    assert!(!inbox::retry(&mut tx, parked[0].id).await.expect("a retry"), "once");
    tx.commit().await.expect("a commit");
    world.settle().await;
    world.nothing_left().await;
    assert!(
        has_words(&world, "水管里有毒").await,
        "what was said is on a case now (here it answers the question that is open)"
    );
});

// With a case that can be worked on, the words come to its call list.
both!(what_cannot_be_worked_on_is_called_about, |db| async move {
    let mut world = World::new(db).await;
    world.phone("李娜").says("水管漏水");
    world.settle().await;
    for label in ["厨房", "跳过", "随时都行", "提交"] {
        world.phone("李娜").taps(label);
        world.settle().await;
    }
    refuse_the_words(&world.db, "毒").await;
    world.phone("李娜").says("卫生间有毒气味，地砖也坏了");
    world.settle().await;
    world.phone("王芳").skip();
    // Either it makes a case of its own at once, or asks which one is meant.
    if world.phone("李娜").with_button("新的事").is_some() {
        world.phone("李娜").taps("新的事").expect("a toast");
    }
    for _ in 0..4 {
        world.settle().await;
        world.clock.advance_machine(TimeDelta::minutes(2));
    }
    world.settle().await;
    nap(1).await;
    assert_eq!(parked(&world).await.len(), 1);
    assert!(world.phone("李娜").reads().contains("抱歉，刚才这条我没能处理好"));
    assert!(!world.phone("王芳").reads().is_empty(), "nobody at the desk heard of it");
});

async fn parked(world: &World) -> Vec<inbox::InboxRow> {
    let mut tx = world.db.read().await.expect("a read");
    inbox::list_parked(&mut tx, 10).await.expect("parked rows")
}

async fn has_words(world: &World, words: &str) -> bool {
    let mut tx: Tx = world.db.read().await.expect("a read");
    for id in case_ids(&mut tx).await {
        let case = cases::load(&mut tx, id).await.expect("a case").expect("it is there");
        if format!("{:?}", case.complaint.details).contains(words) {
            return true;
        }
    }
    false
}

/// A complaint with this word in it meets an error that no program expects.
async fn refuse_the_words(db: &Db, word: &str) {
    let sql = if db.is_postgres() {
        format!(
            "create function boom() returns trigger language plpgsql as $$ begin raise exception 'boom'; end $$;
             create trigger boom before insert or update on complaints for each row
               when (new.facts::text like '%{word}%') execute function boom()"
        )
    } else {
        ["insert", "update"]
            .map(|what| {
                format!(
                    "create trigger boom_{what} before {what} on complaints when new.facts like '%{word}%'
                       begin select raise(abort, 'boom'); end;"
                )
            })
            .join("\n")
    };
    run(db, sql).await;
}

async fn allow_all_words(db: &Db) {
    let sql = if db.is_postgres() {
        "drop trigger boom on complaints".to_owned()
    } else {
        "drop trigger boom_insert; drop trigger boom_update".to_owned()
    };
    run(db, sql).await;
}

async fn run(db: &Db, sql: String) {
    let mut tx = db.begin().await.expect("a transaction");
    on!(tx, conn => sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(conn).await.map(drop)).expect("it is carried out");
    tx.commit().await.expect("a commit");
}
