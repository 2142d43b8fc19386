//! The mutation bench: into the clean sample each kind of mistake is planted in turn, and the right root finding must appear in the
//! right cell and nothing that has nothing to do with it; after harmless changes no error or warning may appear.
//!
//! A mistake is a line in a file of `mistakes/`, a harmless change one in a file of `harmless/`. Both change sheets in memory; what they
//! changed is also written as xlsx, csv or OpenDocument and read back by the readers of the program. The table of the results is in
//! `tests/bench.md`; with `MUSTER_BLESS=1` in the environment it is written anew. `cargo nextest run --no-capture bench` shows it.

pub(crate) mod formats;
mod harmless;
mod input;
mod judge;
mod mistakes;
mod sheet;
mod table;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use muster::domain::Severity;
use rayon::prelude::*;

use formats::Form;
use harmless::Variation;
use input::{At, Input, Spot};
use judge::{Judgement, Seen, Verdict, judge, news, run, seen};
use mistakes::Mistake;

/// Mistakes that are missed or come with something unrelated, for a reason that is known: code, what is done, where (how the name of
/// the place begins), why. A gap that has closed fails the bench, so that it is taken out of this list.
const GAPS: &[(&str, &str, &str, &str)] = &[];

/// Harmless changes after which there is a false alarm for a reason that is known.
const LOUD: &[(&str, &str)] = &[];

/// One mistake in one place and form.
struct Planted {
    mistake: Mistake,
    spot: Spot,
    form: Form,
    judgement: Judgement,
}

impl Planted {
    fn name(&self) -> (&'static str, &'static str, String) {
        (self.mistake.code, self.mistake.what, format!("{} {} {}", self.spot.sender, self.spot.month, self.form.as_str()))
    }

    fn is_right(&self) -> bool {
        self.judgement.verdict == Verdict::Caught && self.judgement.unrelated.is_empty()
    }

    fn told(&self) -> String {
        let (code, what, place) = self.name();
        let lines = |seen: &[Seen]| seen.iter().map(|seen| format!("\n    {}", seen.line())).collect::<String>();
        let Judgement { verdict, unrelated, news } = &self.judgement;
        format!("{code} {what} ({place}): {verdict:?}\n  unrelated:{}\n  all that is new:{}", lines(unrelated), lines(news))
    }
}

/// The clean sample and its findings.
static CLEAN: LazyLock<(Input, Vec<Seen>)> = LazyLock::new(|| {
    let clean = Input::clean();
    let findings = seen(&run(&clean, &clean, Form::Grid).expect("a run"));
    (clean, findings)
});

/// The codes of the catalogue.
static CODES: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| CLEAN.0.declared().expect("schemas").1.into_iter().map(|check| check.code).collect());

fn plant(mistake: &Mistake, nth: usize, spot: Spot) -> Vec<Planted> {
    let planted = |form, judgement| Planted { mistake: mistake.clone(), spot, form, judgement };
    let forms = mistake.forms(nth);
    let mut given = CLEAN.0.clone();
    let before = match mistake.given {
        None => Some(CLEAN.1.clone()),
        Some(change) => {
            change(&mut given, spot);
            run(&given, &given, Form::Grid).map(|run| seen(&run))
        }
    };
    let before = before.unwrap_or_else(|| panic!("{} {}: what is given cannot be read", mistake.code, mistake.what));
    let mut wrong = given.clone();
    let at: At = (mistake.plant)(&mut wrong, spot);
    let one = |form: &Form| {
        let after = run(&wrong, &given, *form).unwrap_or_else(|| panic!("{} {}: schemas", mistake.code, mistake.what));
        planted(*form, judge(mistake.code, &at, news(&before, &seen(&after))))
    };
    forms.iter().map(one).collect()
}

/// All mistakes in all their places and forms.
fn planted() -> Vec<Planted> {
    let all = mistakes::all();
    let jobs: Vec<(&Mistake, usize, Spot)> =
        all.iter().flat_map(|mistake| mistake.spots.iter().enumerate().map(move |(nth, spot)| (mistake, nth, *spot))).collect();
    jobs.into_par_iter().map(|(mistake, nth, spot)| plant(mistake, nth, spot)).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// All harmless changes, each with the errors and warnings that came of it.
fn varied() -> Vec<(Variation, Vec<Seen>)> {
    let one = |variation: Variation| {
        let mut input = CLEAN.0.clone();
        (variation.change)(&mut input);
        let nothing = Input::default();
        let after = run(&input, if variation.whole { &nothing } else { &CLEAN.0 }, variation.form).expect("a run");
        let news = news(&CLEAN.1, &seen(&after)).into_iter().filter(|seen| seen.finding.severity > Severity::Info).collect();
        (variation, news)
    };
    harmless::all().into_par_iter().map(one).collect()
}

#[test]
fn the_clean_sample_has_only_what_the_registry_lacks() {
    let open: Vec<&str> =
        CLEAN.1.iter().filter(|seen| seen.finding.severity > Severity::Info).map(|seen| seen.finding.code.as_str()).collect();
    assert!(open.iter().all(|code| ["REG-04", "REG-10"].contains(code)), "{open:?}");
}

/// In one test, since each test has a process of its own.
#[test]
fn every_mistake_is_found_where_it_is_and_no_harmless_change_raises_an_alarm() {
    // What all jobs share is made before there are any: a job that waits for it could be the one that is to make it.
    LazyLock::force(&CODES);
    let (planted, varied) = (planted(), varied());
    let mut wrong = wrong_verdicts(&planted);
    wrong.extend(false_alarms(&varied));
    let built = table::table(&planted, &varied);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench.md");
    if std::env::var("MUSTER_BLESS").as_deref() == Ok("1") {
        std::fs::write(&path, &built).expect("written");
    }
    show(&built);
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(built, std::fs::read_to_string(&path).unwrap_or_default());
}

#[expect(clippy::print_stdout, reason = "shown with --no-capture")]
fn show(built: &str) {
    println!("{built}");
}

/// The mistakes that are missed or come with something unrelated, but for the gaps; and gaps that are none.
fn wrong_verdicts(planted: &[Planted]) -> Vec<String> {
    let is_gap = |planted: &&Planted| {
        let (code, what, place) = planted.name();
        GAPS.iter().any(|gap| (gap.0, gap.1) == (code, what) && place.starts_with(gap.2))
    };
    let mut wrong: Vec<String> = planted.iter().filter(|one| !one.is_right() && !is_gap(one)).map(Planted::told).collect();
    wrong.extend(planted.iter().filter(is_gap).filter(|one| one.is_right()).map(|one| format!("closed: {:?}", one.name())));
    let known = |gap: &(&str, &str, &str, &str)| planted.iter().any(|one| (gap.0, gap.1) == (one.mistake.code, one.mistake.what));
    wrong.extend(GAPS.iter().filter(|gap| !known(gap)).map(|gap| format!("no such mistake: {} {}", gap.0, gap.1)));
    wrong
}

/// The harmless changes that raise an alarm, but for those of which that is known; and such as are known and raise none.
fn false_alarms(varied: &[(Variation, Vec<Seen>)]) -> Vec<String> {
    let loud: BTreeSet<&str> = LOUD.iter().map(|(what, _)| *what).collect();
    let told = |(one, news): &(Variation, Vec<Seen>)| {
        format!("{} ({}):{}", one.what, one.form.as_str(), news.iter().map(|seen| format!("\n    {}", seen.line())).collect::<String>())
    };
    let (known, others): (Vec<_>, Vec<_>) = varied.iter().partition(|(one, _)| loud.contains(one.what));
    let mut wrong: Vec<String> = others.into_iter().filter(|(_, news)| !news.is_empty()).map(told).collect();
    wrong.extend(known.iter().filter(|(_, news)| news.is_empty()).map(|(one, _)| format!("closed: {}", one.what)));
    if known.len() < LOUD.len() {
        wrong.push("there are gaps of which there is no change".to_owned());
    }
    wrong
}

#[test]
fn every_check_has_its_mistake_and_every_change_its_name() {
    let planted: BTreeSet<&str> = mistakes::all().iter().map(|mistake| mistake.code).collect();
    let without: Vec<&String> = CODES.iter().filter(|code| !planted.contains(code.as_str())).collect();
    assert!(without.is_empty(), "no mistake for {without:?}");
    let absent: Vec<&&str> = planted.iter().filter(|code| !CODES.contains(**code)).collect();
    assert!(absent.is_empty(), "not in the catalogue: {absent:?}");
    let mut names = BTreeSet::new();
    let changes = harmless::all();
    let twice: Vec<&str> = changes.iter().map(|one| one.what).filter(|what| !names.insert(*what)).collect();
    assert!(twice.is_empty() && changes.len() >= 30, "{twice:?}");
}
