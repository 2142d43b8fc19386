use std::collections::BTreeMap;

use super::*;

type Files = BTreeMap<String, String>;

/// Everything in a folder but the lock file, by its path. A folder with nothing in it has the contents `folder`, a link `link`.
fn contents(folder: &Path) -> Files {
    let mut found = Files::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (name, path) = (entry.file_name().into_string().expect("a name"), entry.path());
        match fs::symlink_metadata(&path).expect("metadata") {
            kind if kind.is_symlink() => drop(found.insert(name, "link".to_owned())),
            kind if kind.is_dir() => {
                let within = contents(&path);
                if within.is_empty() {
                    found.insert(name.clone(), "folder".to_owned());
                }
                found.extend(within.into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
            }
            _ => drop(found.insert(name, fs::read_to_string(path).expect("text"))),
        }
    }
    found.remove(LOCK);
    found
}

/// A manifest that lists these files, as far as this module reads it.
fn listing(names: &[&str]) -> String {
    let outputs: Vec<_> = names.iter().map(|name| serde_json::json!({ "path": name })).collect();
    serde_json::json!({ "muster": "0", "run": "0", "outputs": outputs }).to_string()
}

/// A set: its files, and a manifest that lists them.
fn set(files: &[(&str, &str)]) -> Files {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let own = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    own.chain([(manifest::NAME.to_owned(), listing(&names))]).collect()
}

fn old() -> Files {
    set(&[
        ("headcount.csv", "old headcount"),
        ("lake/headcount/period=2026-03/part-0.parquet", "old March"),
        ("lake/headcount/period=2026-04/part-0.parquet", "old April"),
        ("lake/headcount/period=2026-01/part-0.parquet", "as before"),
        ("lake/planned/part-0.parquet", "old plans"),
        ("letter-2026-03.md", "old letter"),
        ("letter-2026-04.md", "old letter"),
    ])
}

fn new() -> Files {
    set(&[
        ("by_period.csv", "new sums"),
        ("headcount.csv", "new headcount"),
        ("lake/dim_mission/part-0.parquet", "new missions"),
        ("lake/headcount/period=2026-01/part-0.parquet", "as before"),
        ("lake/headcount/period=2026-04/part-0.parquet", "new April"),
        ("lake/headcount/period=2026-05/part-0.parquet", "new May"),
        ("letter-2026-05.md", "new letter"),
    ])
}

fn put(output: &Path, files: &Files, observe: Observe<'_>) -> Result<Vec<Part>, Error> {
    replace(output, observe, |staging| files.iter().try_for_each(|(name, text)| staging.add(name, text.as_bytes())))
}

fn put_whole(output: &Path, files: &Files) {
    put(output, files, &mut |_| Ok(())).expect("published");
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Fails at one step only, as a full disk does, or at this and all later ones, as a killed process does.
#[derive(Clone, Copy, PartialEq)]
enum Breaks {
    Once,
    ForGood,
}

fn breaking(at: usize, breaks: Breaks, steps: &mut Vec<Step>) -> impl FnMut(Step) -> io::Result<()> + '_ {
    move |step| {
        steps.push(step);
        let count = steps.len();
        let broken = if breaks == Breaks::Once { count == at } else { count >= at };
        if broken { Err(io::Error::from(ErrorKind::StorageFull)) } else { Ok(()) }
    }
}

fn number_of_steps() -> usize {
    let (output, mut count) = (folder(), 0);
    put_whole(output.path(), &old());
    let mut counted = |_| {
        count += 1;
        Ok(())
    };
    put(output.path(), &new(), &mut counted).expect("published");
    count
}

#[test]
fn a_set_takes_the_place_of_the_one_before_and_leaves_other_files_alone() {
    let output = folder();
    put_whole(output.path(), &old());
    for (name, text) in [("README.md", "mine"), (".gitignore", "*"), ("notes.csv", "mine too")] {
        fs::write(output.path().join(name), text).expect("a file");
    }
    put_whole(output.path(), &new());
    let mut expected = new();
    expected.extend([("README.md", "mine"), (".gitignore", "*"), ("notes.csv", "mine too")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(contents(output.path()), expected);
}

#[test]
fn a_run_that_is_killed_at_any_step_leaves_the_old_set_or_the_new_one() {
    let steps = number_of_steps();
    let (mut olds, mut news) = (0, 0);
    for at in 1..=steps {
        let output = folder();
        put_whole(output.path(), &old());
        let mut seen = Vec::new();
        let result = put(output.path(), &new(), &mut breaking(at, Breaks::ForGood, &mut seen));
        assert!(result.is_err(), "step {at}");
        let committed = seen[..at].contains(&Step::SyncCommit);
        if !committed {
            let found = contents(output.path());
            assert!(old().iter().all(|(name, text)| found.get(name) == Some(text)), "step {at} {:?}: {found:?}", seen[at - 1]);
        }
        recover(output.path(), &mut |_| Ok(())).expect("recovered");
        assert_eq!(contents(output.path()), if committed { new() } else { old() }, "step {at}: {:?}", seen[at - 1]);
        if committed { news += 1 } else { olds += 1 }
    }
    assert!(olds > 5 && news > 5, "{olds} before the commit and {news} after it");
}

#[test]
fn a_recovery_that_is_killed_is_taken_up_by_the_next() {
    let steps = number_of_steps();
    for first in 1..=steps {
        let killed = folder();
        put_whole(killed.path(), &old());
        put(killed.path(), &new(), &mut breaking(first, Breaks::ForGood, &mut Vec::new())).expect_err("killed");
        let before = contents(killed.path());
        for second in 1.. {
            let output = folder();
            copy(killed.path(), output.path());
            let broken = recover(output.path(), &mut breaking(second, Breaks::ForGood, &mut Vec::new())).is_err();
            recover(output.path(), &mut |_| Ok(())).expect("recovered");
            let after = contents(output.path());
            assert!(after == old() || after == new(), "killed at {first} and {second}: {before:?} became {after:?}");
            if !broken {
                break;
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { fs::copy(entry.path(), target).map(drop).expect("a copy") }
    }
}

#[test]
fn the_next_run_publishes_whatever_the_killed_one_left() {
    let third = set(&[("headcount.csv", "third headcount")]);
    for at in 1..=number_of_steps() {
        let output = folder();
        put_whole(output.path(), &old());
        put(output.path(), &new(), &mut breaking(at, Breaks::ForGood, &mut Vec::new())).expect_err("killed");
        put_whole(output.path(), &third);
        assert_eq!(contents(output.path()), third, "killed at {at}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_half_done_is_open_to_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let output = folder();
    let mut seen = 0;
    let mut look = |step| {
        let mode = |path: PathBuf| fs::symlink_metadata(path).map_or(0, |found| found.permissions().mode() & 0o7777);
        let staging = output.path().join(STAGING);
        if step == Step::SyncCommit {
            seen += 1;
            assert_eq!(mode(staging.clone()) & 0o077, 0);
            assert_eq!(mode(output.path().join(JOURNAL)) & 0o137, 0);
            assert_eq!(mode(staging.join("headcount.csv")) & 0o137, 0);
        }
        Ok(())
    };
    put(output.path(), &new(), &mut look).expect("published");
    assert_eq!(seen, 1);
}

#[test]
fn an_error_before_the_commit_clears_up_and_the_old_set_stands() {
    for at in 1..=number_of_steps() {
        let output = folder();
        put_whole(output.path(), &old());
        let mut seen = Vec::new();
        let error = put(output.path(), &new(), &mut breaking(at, Breaks::Once, &mut seen)).expect_err("full");
        if seen.contains(&Step::SyncCommit) {
            assert!(matches!(error, Error::Unfinished { .. }), "step {at}: {error}");
            recover(output.path(), &mut |_| Ok(())).expect("recovered");
            assert_eq!(contents(output.path()), new());
        } else {
            assert!(matches!(error, Error::Write { .. }), "step {at}: {error}");
            assert_eq!(contents(output.path()), old(), "step {at}: {:?}", seen[at - 1]);
        }
    }
}

#[test]
fn a_failure_while_the_set_is_made_leaves_nothing_behind() {
    let output = folder();
    put_whole(output.path(), &old());
    let error = replace(output.path(), &mut |_| Ok(()), |staging| {
        staging.add("headcount.csv", b"half a set")?;
        Err(Error::Table { table: "by_period".into(), detail: "broken".into() })
    });
    assert!(matches!(error, Err(Error::Table { .. })));
    assert_eq!(contents(output.path()), old());
}

#[test]
fn half_written_staging_is_taken_back() {
    let output = folder();
    put_whole(output.path(), &old());
    fs::create_dir(output.path().join(STAGING)).expect("a folder");
    fs::write(output.path().join(STAGING).join("headcount.csv"), "hal").expect("a file");
    fs::write(output.path().join(STAGING).join(JOURNAL), "{\"moves\":[\"headco").expect("a file");
    recover(output.path(), &mut |_| Ok(())).expect("recovered");
    assert_eq!(contents(output.path()), old());
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let output = folder();
    put_whole(output.path(), &old());
    let held = lock(output.path()).expect("the lock");
    assert!(matches!(put(output.path(), &new(), &mut |_| Ok(())), Err(Error::Busy(path)) if path == output.path()));
    assert_eq!(contents(output.path()), old());
    drop(held);
    put_whole(output.path(), &new());
    assert_eq!(contents(output.path()), new());
}

#[test]
fn a_folder_that_is_whole_or_absent_is_not_touched_by_recovery() {
    let output = folder();
    recover(&output.path().join("nowhere"), &mut |_| Err(ErrorKind::Other.into())).expect("nothing to do");
    recover(output.path(), &mut |_| Err(ErrorKind::Other.into())).expect("nothing to do");
    assert_eq!(fs::read_dir(output.path()).expect("a folder").count(), 0);
}

#[test]
fn what_cannot_be_written_to_is_named() {
    let output = folder();
    let file = output.path().join("file");
    fs::write(&file, "a file").expect("a file");
    for place in [file.clone(), file.join("below")] {
        assert!(matches!(put(&place, &new(), &mut |_| Ok(())), Err(Error::Write { path, .. }) if path == place));
    }
    assert_eq!(fs::read_to_string(&file).expect("text"), "a file");
}

#[test]
fn a_folder_in_the_way_of_an_output_stops_the_run_before_anything_is_moved() {
    let output = folder();
    put_whole(output.path(), &old());
    fs::create_dir(output.path().join("by_period.csv")).expect("a folder");
    let error = put(output.path(), &new(), &mut |_| Ok(()));
    assert!(matches!(error, Err(Error::Write { path, .. }) if path.ends_with("by_period.csv")));
    let mut expected = old();
    expected.insert("by_period.csv".into(), "folder".into());
    assert_eq!(contents(output.path()), expected);
}

#[test]
fn names_in_a_manifest_or_journal_cannot_reach_other_files() {
    let output = folder();
    let outside = output.path().join("outside");
    let inside = output.path().join("published");
    fs::create_dir_all(&inside).expect("a folder");
    for path in [&outside, &inside.join("README.md"), &inside.join(".hidden")] {
        fs::write(path, "mine").expect("a file");
    }
    let reaching = ["../outside", "README.md", ".hidden", "/etc/hostname", "", "lake/../../outside", "lake/a/../../../outside"];
    fs::write(inside.join(manifest::NAME), listing(&reaching)).expect("a file");
    put_whole(&inside, &new());
    fs::create_dir(inside.join(STAGING)).expect("a folder");
    fs::write(inside.join(JOURNAL), r#"{"moves":["../outside"],"obsolete":["../outside","README.md"]}"#).expect("a file");
    recover(&inside, &mut |_| Ok(())).expect("recovered");
    let mut expected = new();
    expected.extend([("README.md", "mine"), (".hidden", "mine")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(contents(&inside), expected);
    assert_eq!(fs::read_to_string(outside).expect("text"), "mine");
}

#[test]
fn a_set_without_a_lake_leaves_nothing_of_the_one_before_but_what_others_put_there() {
    let (flat, output) = (set(&[("headcount.csv", "flat")]), folder());
    put_whole(output.path(), &new());
    put_whole(output.path(), &flat);
    assert_eq!(contents(output.path()), flat);
    assert!(!output.path().join(LAKE).exists());

    put_whole(output.path(), &new());
    let mine = output.path().join("lake/headcount/period=2026-04/notes.txt");
    fs::write(&mine, "mine").expect("a file");
    fs::create_dir(output.path().join("lake/empty")).expect("a folder");
    put_whole(output.path(), &flat);
    let mut expected = flat;
    expected.extend([("lake/headcount/period=2026-04/notes.txt", "mine"), ("lake/empty", "folder")].map(|(a, b)| (a.into(), b.into())));
    assert_eq!(contents(output.path()), expected);
}

#[test]
fn a_file_of_the_lake_that_is_there_already_is_not_written_again() {
    let output = folder();
    put_whole(output.path(), &old());
    let mut steps = Vec::new();
    put(output.path(), &new(), &mut breaking(usize::MAX, Breaks::Once, &mut steps)).expect("published");
    let count = |wanted: Step| steps.iter().filter(|step| **step == wanted).count();
    assert_eq!(count(Step::MoveFile), new().len() - 1);
    assert_eq!(contents(output.path()), new());
    // Of the same length and altered by hand: it is written.
    let place = output.path().join("lake/headcount/period=2026-01/part-0.parquet");
    fs::write(&place, "AS BEFORE").expect("a file");
    put_whole(output.path(), &new());
    assert_eq!(contents(output.path()), new());
}

#[test]
fn what_stands_in_the_place_of_a_folder_stops_the_run_before_anything_is_moved() {
    for place in ["lake", "lake/headcount", "lake/headcount/period=2026-05"] {
        let (output, before) = (folder(), set(&[("headcount.csv", "old")]));
        put_whole(output.path(), &before);
        let path = output.path().join(place);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, "mine").expect("a file");
        let error = put(output.path(), &new(), &mut |_| Ok(()));
        assert!(matches!(error, Err(Error::Write { path: named, .. }) if named == path), "{place}");
        let mut expected = before;
        expected.insert(place.to_owned(), "mine".to_owned());
        assert_eq!(contents(output.path()), expected, "{place}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_place_of_folders_are_not_entered() {
    use std::os::unix::fs::symlink;
    let outer = folder();
    let (elsewhere, output) = (outer.path().join("elsewhere"), outer.path().join("output"));
    let theirs = elsewhere.join("headcount/period=2026-04/part-0.parquet");
    fs::create_dir_all(theirs.parent().expect("a folder")).expect("folders");
    fs::write(&theirs, "untouched").expect("a file");
    put_whole(&output, &old());
    fs::remove_dir_all(output.join(LAKE)).expect("removed");
    symlink(&elsewhere, output.join(LAKE)).expect("a link");
    // Nothing is written through the link, and nothing removed.
    assert!(matches!(put(&output, &new(), &mut |_| Ok(())), Err(Error::Write { path, .. }) if path == output.join(LAKE)));
    let flat = set(&[("headcount.csv", "flat")]);
    put_whole(&output, &flat);
    assert_eq!(contents(&elsewhere).into_values().collect::<Vec<_>>(), ["untouched"]);
    // Nor where the link was planted after the set counted.
    fs::remove_file(output.join(LAKE)).expect("removed");
    let mut moves = 0;
    let mut killed = |step| {
        moves += usize::from(step == Step::MoveFile);
        if moves > 0 { Err(ErrorKind::Interrupted.into()) } else { Ok(()) }
    };
    put(&output, &new(), &mut killed).expect_err("killed");
    symlink(&elsewhere, output.join(LAKE)).expect("a link");
    assert!(matches!(recover(&output, &mut |_| Ok(())), Err(Error::Unfinished { path, .. }) if path == output.join(LAKE)));
    fs::remove_file(output.join(LAKE)).expect("removed");
    recover(&output, &mut |_| Ok(())).expect("recovered");
    assert_eq!(contents(&output), new());
    assert_eq!(contents(&elsewhere).into_values().collect::<Vec<_>>(), ["untouched"]);
}

#[test]
fn a_manifest_of_somebody_else_removes_nothing() {
    let output = folder();
    fs::write(output.path().join("app.js"), "mine").expect("a file");
    fs::write(output.path().join(manifest::NAME), r#"{"outputs":[{"path":"app.js"}]}"#).expect("a file");
    put_whole(output.path(), &new());
    assert_eq!(contents(output.path()).get("app.js").map(String::as_str), Some("mine"));
}

#[cfg(unix)]
#[test]
fn planted_links_are_replaced_or_refused_and_never_followed() {
    use std::os::unix::fs::symlink;
    let outer = folder();
    let (victim, output) = (outer.path().join("victim"), outer.path().join("output"));
    fs::create_dir(&output).expect("a folder");
    fs::create_dir(outer.path().join("elsewhere")).expect("a folder");
    fs::write(&victim, "untouched").expect("a file");
    fs::write(outer.path().join("elsewhere").join("kept"), "untouched").expect("a file");
    symlink(&victim, output.join("headcount.csv")).expect("a link");
    fs::create_dir_all(output.join("lake/headcount/period=2026-01")).expect("folders");
    fs::write(outer.path().join("alike"), "as before").expect("a file");
    symlink(outer.path().join("alike"), output.join("lake/headcount/period=2026-01/part-0.parquet")).expect("a link");
    symlink(&victim, output.join(JOURNAL)).expect("a link");
    symlink(outer.path().join("elsewhere"), output.join(STAGING)).expect("a link");
    put_whole(&output, &new());
    assert_eq!(contents(&output), new());
    fs::remove_file(output.join(LOCK)).expect("removed");
    symlink(outer.path().join("made"), output.join(LOCK)).expect("a link");
    assert!(matches!(put(&output, &old(), &mut |_| Ok(())), Err(Error::Write { path, .. }) if path.ends_with(LOCK)));
    assert_eq!(fs::read_to_string(&victim).expect("text"), "untouched");
    assert!(outer.path().join("elsewhere").join("kept").exists() && !outer.path().join("made").exists());
}
