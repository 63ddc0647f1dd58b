//! How the records of a case are written: one statement per table and turn,
//! with the columns that reports ask and the record's own facts as JSON.

use super::db::Tx;
use super::error::Result;
use super::text::{clean, clean_opt, json};
use crate::domain::case::Case;
use crate::domain::ids::Seq;
use crate::on;
use sqlx::QueryBuilder;

pub(super) async fn put_complaint(tx: &mut Tx, case: &Case) -> Result<()> {
    let complaint = &case.complaint;
    let facts = json(complaint)?;
    on!(tx, db => sqlx::query(
        "insert into complaints (case_id, reporter_id, source, state, category, emergency, failed_repairs,
                                 received_at, registered_at, handed_over_at, facts)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (case_id) do update
                set state = excluded.state, category = excluded.category, emergency = excluded.emergency,
                    failed_repairs = excluded.failed_repairs, registered_at = excluded.registered_at,
                    handed_over_at = excluded.handed_over_at, facts = excluded.facts")
        .bind(case.id)
        .bind(complaint.reporter)
        .bind(match complaint.source { crate::domain::complaint::Source::Bot => "bot", crate::domain::complaint::Source::Call => "call" })
        .bind(complaint.state.word())
        .bind(clean_opt(complaint.details.category.as_deref()))
        .bind(complaint.emergency.as_ref().and_then(|one| one.report_word()))
        .bind(i64::from(complaint.failed_repairs))
        .bind(complaint.received_at)
        .bind(complaint.registered_at)
        .bind(complaint.handed_over_at)
        .bind(&facts)
        .execute(db)
        .await
        .map(drop))
}

pub(super) async fn put_orders(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for order in case.orders.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(order)?;
        on!(tx, db => sqlx::query(
            "insert into work_orders (case_id, seq, number, class, team, trades, state, estimate_fen, round, issued_at, facts)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 on conflict (case_id, seq) do update
                    set number = excluded.number, state = excluded.state, estimate_fen = excluded.estimate_fen,
                        round = excluded.round, issued_at = excluded.issued_at, facts = excluded.facts")
            .bind(case.id)
            .bind(order.seq)
            .bind(&order.number)
            .bind(order.class.word())
            .bind(clean(&order.team))
            .bind(order.trades.word())
            .bind(order.state.word())
            .bind(order.estimate.0)
            .bind(i64::from(order.round))
            .bind(order.issued_at)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(super) async fn put_approvals(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for approval in case.approvals.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(approval)?;
        on!(tx, db => sqlx::query(
            "insert into approvals (case_id, seq, order_seq, amount_fen, requester_id, state, submitted_at, facts)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (case_id, seq) do update set state = excluded.state, facts = excluded.facts")
            .bind(case.id)
            .bind(approval.seq)
            .bind(approval.order)
            .bind(approval.amount.0)
            .bind(approval.requester)
            .bind(approval.state.word())
            .bind(approval.submitted_at)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
        put_votes(tx, case, approval).await?;
    }
    Ok(())
}

/// A vote is written once; a second one for the same step is a defect of ours
/// that the key turns into an error, never into a second decision.
async fn put_votes(tx: &mut Tx, case: &Case, approval: &crate::domain::approval::Approval) -> Result<()> {
    let votes: Vec<_> =
        approval.steps.iter().enumerate().filter_map(|(step, one)| Some((step, one.vote.as_ref()?))).collect();
    if votes.is_empty() {
        return Ok(());
    }
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "insert into approval_votes (case_id, seq, step, by_person, seat, deputy, decision, reason, amount_seen_fen, rev_seen, at) ",
        );
        query.push_values(&votes, |mut values, (step, vote)| {
            values
                .push_bind(case.id)
                .push_bind(approval.seq)
                .push_bind(i64::try_from(*step).unwrap_or(i64::MAX))
                .push_bind(vote.by.person)
                .push_bind(vote.by.seat.map(|role| role.word()))
                .push_bind(vote.by.deputy)
                .push_bind(vote.decision.word())
                .push_bind(clean_opt(vote.reason.as_deref()))
                .push_bind(vote.amount_seen.0)
                .push_bind(vote.rev_seen)
                .push_bind(vote.at);
        });
        query.push(" on conflict (case_id, seq, step) do nothing");
        query.build().execute(db).await.map(drop)
    })
}

pub(super) async fn put_visits(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for visit in case.visits.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(visit)?;
        on!(tx, db => sqlx::query(
            "insert into visit_slots (case_id, seq, order_seq, state, starts_at, facts) values ($1, $2, $3, $4, $5, $6)
                 on conflict (case_id, seq) do update set state = excluded.state, facts = excluded.facts")
            .bind(case.id)
            .bind(visit.seq)
            .bind(visit.order)
            .bind(visit.state.word())
            .bind(visit.start)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(super) async fn put_extensions(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for extension in case.extensions.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(extension)?;
        on!(tx, db => sqlx::query(
            "insert into extension_requests (case_id, seq, order_seq, state, due_before, due_after, facts)
             values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (case_id, seq) do update set state = excluded.state, facts = excluded.facts")
            .bind(case.id)
            .bind(extension.seq)
            .bind(extension.order)
            .bind(extension.state.word())
            .bind(extension.before)
            .bind(extension.until)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(super) async fn put_follow_ups(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for follow_up in case.follow_ups.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(follow_up)?;
        on!(tx, db => sqlx::query(
            "insert into follow_ups (case_id, seq, order_seq, state, again, due_since, facts)
             values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (case_id, seq) do update set state = excluded.state, facts = excluded.facts")
            .bind(case.id)
            .bind(follow_up.seq)
            .bind(follow_up.order)
            .bind(follow_up.state.word())
            .bind(follow_up.again)
            .bind(follow_up.due_since)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
        put_answers(tx, case, follow_up).await?;
    }
    Ok(())
}

async fn put_answers(tx: &mut Tx, case: &Case, follow_up: &crate::domain::follow_up::FollowUp) -> Result<()> {
    if follow_up.answers.is_empty() {
        return Ok(());
    }
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "insert into follow_up_answers (case_id, seq, key, question, score, answer, lang, questionnaire, version) ",
        );
        query.push_values(&follow_up.answers, |mut values, answer| {
            values
                .push_bind(case.id)
                .push_bind(follow_up.seq)
                .push_bind(clean(&answer.key))
                .push_bind(clean(&answer.question))
                .push_bind(answer.score.map(i64::from))
                .push_bind(clean_opt(answer.text.as_deref()))
                .push_bind(&answer.lang)
                .push_bind(&answer.questionnaire)
                .push_bind(answer.version);
        });
        query.push(" on conflict (case_id, seq, key) do nothing");
        query.build().execute(db).await.map(drop)
    })
}

pub(super) async fn put_calls(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    for call in case.calls.iter().filter(|one| changed.contains(&one.seq)) {
        let facts = json(call)?;
        on!(tx, db => sqlx::query(
            "insert into call_tasks (case_id, seq, person_id, opened_at, done_at, facts) values ($1, $2, $3, $4, $5, $6)
                 on conflict (case_id, seq) do update set done_at = excluded.done_at, facts = excluded.facts")
            .bind(case.id)
            .bind(call.seq)
            .bind(call.person)
            .bind(call.opened_at)
            .bind(call.done_at)
            .bind(&facts)
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

pub(super) async fn put_clocks(tx: &mut Tx, case: &Case, changed: &[Seq]) -> Result<()> {
    let clocks: Vec<_> = case.clocks.iter().filter(|one| changed.contains(&one.seq)).collect();
    if clocks.is_empty() {
        return Ok(());
    }
    let facts = clocks.iter().map(|clock| json(*clock)).collect::<Result<Vec<_>>>()?;
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "insert into clocks (case_id, seq, rule, subject, started_at, due_at, level, stopped_at, late_hours, facts) ",
        );
        query.push_values(clocks.iter().zip(&facts), |mut values, (clock, facts)| {
            values
                .push_bind(case.id)
                .push_bind(clock.seq)
                .push_bind(clock.rule.word())
                .push_bind(clock.subject)
                .push_bind(clock.started_at)
                .push_bind(clock.due_at)
                .push_bind(clock.last_notice.map_or(0, |told| i64::from(told.level)))
                .push_bind(clock.stopped_at)
                .push_bind(clock.lateness.map(|late| i64::from(late.hours)))
                .push_bind(facts);
        });
        query.push(
            " on conflict (case_id, seq) do update
                 set due_at = excluded.due_at, level = excluded.level, stopped_at = excluded.stopped_at,
                     late_hours = excluded.late_hours, facts = excluded.facts",
        );
        query.build().execute(db).await.map(drop)
    })
}
