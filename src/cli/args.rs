//! The arguments, with their English help. Their Dutch help is in [`super::dutch`].

use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::domain::{Lang, Partition, Period};

/// Heading of the options that every command takes.
const GENERAL: &str = "General options";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "muster", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) general: General,
    #[command(subcommand)]
    pub(super) command: Command,
    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = GENERAL)]
    version: Option<bool>,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(super) struct General {
    /// Language of messages [default: that of your system; in published tables that of settings.toml]
    #[arg(long, global = true, value_name = "LANG", value_enum, help_heading = GENERAL)]
    pub(super) lang: Option<Language>,
    /// Beside the data, say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = GENERAL)]
    pub(super) quiet: bool,
    /// Say more: what was found on each sheet, why findings matter, which checks could not run
    #[arg(short, long, global = true, help_heading = GENERAL)]
    pub(super) verbose: bool,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = When::Auto, help_heading = GENERAL)]
    pub(super) color: When,
    /// Print this help
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = GENERAL)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read, check, aggregate and publish (the default)
    Import(ImportArgs),
    /// Read and check, show the findings; write nothing
    Check(CheckArgs),
    /// Show who has reported for which month, whether in time, and what is open
    Status(StatusArgs),
    /// Say what a check does and how to mend what it finds
    Explain(ExplainArgs),
    /// List all checks
    Rules(RulesArgs),
    /// Write the workbook in which a coordinator fills in a month
    Template(TemplateArgs),
    /// Make the letter's table for Parliament; --lang en for English
    Letter(LetterArgs),
    /// Mark the findings in the returns and write the mails with which they go back
    Feedback(FeedbackArgs),
    /// Say what changed between two months, and what explains it
    Diff(DiffArgs),
    /// Print a completion script for your shell
    Completions(CompletionsArgs),
}

/// What is read, and how.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// Files and folders with returns [default: input]
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// The same as an option; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(super) input: Vec<PathBuf>,
    /// Folder with the schemas [default: schemas; the built-in ones if there is no such folder]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
    /// Month to report on; may be repeated [default: every month that is found]
    #[arg(long = "period", value_name = "YYYY-MM")]
    pub(super) periods: Vec<Period>,
    /// Folder with the published set: import replaces it as a whole; months that are not read are taken from it
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,
    /// Leave out what was published before: only the months that are read count, and only they are published
    #[arg(long)]
    pub(super) no_history: bool,
    /// Number of files to read at the same time [default: one per processor core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// Show progress
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto)]
    pub(super) progress: When,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    pub(super) source: Source,
    /// Publish the tables once more as Parquet below lake in the output folder, with a folder for each month, for DuckDB, Spark
    /// and the like; without it a lake of an earlier run is removed
    #[arg(long, value_name = "COLUMN", value_enum)]
    pub(super) partition: Option<PartitionBy>,
    /// Exit with 1 if there are findings of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) source: Source,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,
    /// Show so many findings, the worst first, or all; for people only, other formats have them all
    #[arg(long, value_name = "N|all", default_value = "50")]
    pub(super) limit: Limit,
    /// Exit with 1 if there are findings of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    pub(super) source: Source,
    /// How the status is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Exit with 1 if there are findings of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// Whom it is for, by the key in coordinators.csv, and in whose language unless --lang is given [default: everybody who reports
    /// monthly]
    #[arg(long, value_name = "ID")]
    pub(super) coordinator: Option<String>,
    /// Month to fill in [default: the one after the last that was reported]
    #[arg(long, value_name = "YYYY-MM")]
    pub(super) period: Option<Period>,
    /// Where to write: a file that ends in .xlsx, or a folder [default: this folder; several go to templates]
    #[arg(long, value_name = "PATH")]
    pub(super) to: Option<PathBuf>,
    /// Replace files that are there already
    #[arg(long)]
    pub(super) force: bool,
    /// Files and folders with returns, for last month's headcounts; may be repeated [default: input, if it is there]
    #[arg(long, value_name = "PATH")]
    pub(super) input: Vec<PathBuf>,
    /// Folder with the schemas [default: schemas; the built-in ones if there is no such folder]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
    /// Folder with the published set, for last month's headcounts where the returns are gone
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,
    /// Do not look at what was published
    #[arg(long)]
    pub(super) no_history: bool,
}

/// Several months stand in one file, below each other; in a Word document each begins on a page of its own.
#[derive(Debug, Args)]
pub(super) struct LetterArgs {
    #[command(flatten)]
    pub(super) source: Source,
    /// Form of the letter; several months make one file [default: by the ending of --to, else md]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<LetterFormat>,
    /// Write to this file in place of the standard output
    #[arg(long, value_name = "FILE")]
    pub(super) to: Option<PathBuf>,
    /// Refuse while errors are open
    #[arg(long = "final")]
    pub(super) definitive: bool,
    /// Make the internal version, not for sending: with changes, officers in the area, plans and project output
    #[arg(long)]
    pub(super) internal: bool,
    /// With --internal: compare with this month [default: the previous letter in letters.csv, else the month before]
    #[arg(long, value_name = "YYYY-MM", requires = "internal")]
    pub(super) since: Option<Period>,
    /// Exit with 1 if there are findings of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct FeedbackArgs {
    #[command(flatten)]
    pub(super) source: Source,
    /// Folder for the marked workbooks and the mails; only you can open it
    #[arg(long, value_name = "DIR", default_value = "feedback")]
    pub(super) to: PathBuf,
    /// Exit with 1 if there are findings of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Never)]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The one month
    #[arg(value_name = "YYYY-MM")]
    pub(super) from: Period,
    /// The other month
    #[arg(value_name = "YYYY-MM")]
    pub(super) to: Period,
    #[command(flatten)]
    pub(super) source: Source,
    /// How the changes are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code of the check, such as XSH-01
    #[arg(value_name = "CODE")]
    pub(super) code: String,
    /// How the explanation is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Folder with the schemas [default: schemas; the built-in ones if there is no such folder]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How the checks are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Folder with the schemas [default: schemas; the built-in ones if there is no such folder]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// When something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

/// The form of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LetterFormat {
    Md,
    Html,
    Docx,
}

/// How findings are written: for people, as data, or for tools that show what checks found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Human,
    Json,
    Sarif,
    Junit,
    Github,
}

/// How many of many things are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    First(usize),
    All,
}

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::All),
            number => number.parse().map(Self::First).map_err(|_| "it is a number, or all"),
        }
    }
}

/// From which severity findings count as a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Never,
}

/// [`Partition`], as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PartitionBy {
    Period,
}

impl From<PartitionBy> for Partition {
    fn from(by: PartitionBy) -> Self {
        match by {
            PartitionBy::Period => Self::Period,
        }
    }
}

/// [`Lang`], as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    Nl,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Nl => Self::Nl,
            Language::En => Self::En,
        }
    }
}
