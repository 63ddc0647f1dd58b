//! `anju invite`: codes and links for people of the register, as CSV. The only
//! place where a code is ever shown; the log never sees one.

use super::args::InviteArgs;
use super::import::office_of;
use super::links::{self, Links};
use crate::app::invite::{Invitation, Whom, invite};
use crate::app::parts;
use crate::app::wecom::Wecom;
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::import::RoleNames;
use crate::store::Db;
use anyhow::{Context, anyhow};
use chrono::TimeDelta;
use std::io::Write;
use std::process::ExitCode;

pub async fn run(config: &Config, args: &InviteArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let office = office_of(config)?;
    let whom = whom(args, &RoleNames::new(&office.texts))?;
    let db = parts::open_database(config).await?;
    let (clock, chance) = (Clock::real(), Chance::real());
    let invited = people(&db, &clock, &chance, &whom, args.days).await;
    let links = match &invited {
        Ok(invited) => {
            let wecom = Wecom::build(config, &db, &clock, &chance, &office.texts);
            links::gather(config, wecom, invited, &mut std::io::stderr()).await
        }
        Err(_) => Links::default(),
    };
    db.close().await;
    let invited = invited?;
    let in_vain = invited.is_empty() && whom != Whom::default();
    if invited.is_empty() {
        writeln!(std::io::stderr(), "anju: nobody to invite; whoever has an account is invited again by --person")?;
    }
    write(&invited, &links, office.calendar.zone(), out)?;
    Ok(if in_vain { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn whom(args: &InviteArgs, roles: &RoleNames) -> anyhow::Result<Whom> {
    let role = args.role.as_deref().map(|word| roles.find(word).ok_or_else(|| anyhow!("`{word}` is no role")));
    let home = args.home.as_deref().map(|home| {
        let (estate, number) = home.split_once('/').context("--home is ESTATE/NUMBER, for example AJHY/1-101")?;
        anyhow::Ok((estate.trim().to_ascii_uppercase(), number.trim().to_owned()))
    });
    Ok(Whom { role: role.transpose()?, home: home.transpose()?, person: args.person.clone() })
}

/// Makes the codes.
pub async fn people(
    db: &Db,
    clock: &Clock,
    chance: &Chance,
    whom: &Whom,
    days: u32,
) -> anyhow::Result<Vec<Invitation>> {
    let now = clock.calendar_now();
    let mut tx = db.begin().await?;
    let invited = invite(&mut tx, chance, whom, now, now + TimeDelta::days(days.into())).await?;
    tx.commit().await?;
    Ok(invited)
}

/// One line per person, in a form that Excel opens too.
pub fn write(invited: &[Invitation], links: &Links, zone: chrono_tz::Tz, out: &mut dyn Write) -> anyhow::Result<()> {
    // Excel reads Chinese names only behind this mark.
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "person",
        "key",
        "name",
        "is",
        "code",
        "link",
        "good_until",
        "wechat_link",
        "send_to_wecom_app",
    ])?;
    for one in invited {
        let until = one.expires_at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
        let person = one.person.to_string();
        let key = one.key.as_deref().unwrap_or_default();
        let [telegram, wechat, words] = [links.telegram(one), links.wechat(one), links.to_application(one)];
        let said = one.is.join("; ");
        csv.write_record([&person, key, &one.name, &said, &one.code, &telegram, &until, &wechat, &words])?;
    }
    csv.flush()?;
    Ok(())
}
