//! A document of 500 pages on models that hold a fraction of it.

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use super::{Machine, ROUTER, Ran};

const PAGES: usize = 500;
/// Page on which the watchman's night stands.
const NIGHT: usize = 487;
/// Tokens that the language model was trained to hold.
const CONTEXT: u64 = 8192;
/// Megabytes that the program and its reading process may hold, the models included.
const MEMORY: u64 = 1500;

/// What stands on a page, counted from 1.
fn lines(page: usize) -> Vec<String> {
    let mut lines = vec![
        format!("Harbour record, sheet {page}"),
        format!("On day {page} the pilot brought {} vessels into the basin.", page % 9 + 2),
        format!("Their cargo was weighed at {} tons and put into shed {}.", page * 3, page % 17),
    ];
    if page == NIGHT {
        lines.push("In that night the watchman of the lighthouse heard a bell under water.".into());
        lines.push("He wrote his telephone number, +44 20 7946 0018, on the sheet.".into());
    }
    lines
}

/// A PDF of text pages (ISO 32000-1, 7.5), one object after the other.
fn write_pdf(path: &Path) {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..PAGES).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {PAGES} >>", kids.join(" ")));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    for page in 0..PAGES {
        let shown: Vec<String> =
            lines(page + 1).iter().map(|line| format!("({line}) Tj 0 -16 Td")).collect();
        let text = format!("BT /F1 11 Tf 60 760 Td {} ET", shown.join(" "));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let end = file.len();
    let size = objects.len() + 1;
    file += &format!("{table}trailer\n<< /Root 1 0 R /Size {size} >>\nstartxref\n{end}\n%%EOF\n");
    fs::write(path, file).unwrap();
}

/// The most memory that a process has held so far, in megabytes; none when it is gone.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

/// The processes that a process has started and that still run.
fn children(process: u32) -> Vec<u32> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    tasks
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()
        })
        .collect()
}

/// The most memory that a program and its children hold, each at its peak, until it ends.
fn watched(child: &mut Child) -> u64 {
    let (mut own, mut others) = (0, 0);
    while child.try_wait().unwrap().is_none() {
        own = peak(child.id()).unwrap_or(0).max(own);
        others = children(child.id()).into_iter().filter_map(peak).sum::<u64>().max(others);
        thread::sleep(Duration::from_millis(20));
    }
    own + others
}

fn run(machine: &Machine, arguments: &[&str]) -> (Ran, u64) {
    let mut child =
        machine.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let collect = |mut pipe: Box<dyn Read + Send>| {
        thread::spawn(move || {
            let mut text = String::new();
            pipe.read_to_string(&mut text).unwrap();
            text
        })
    };
    let out = collect(Box::new(child.stdout.take().unwrap()));
    let err = collect(Box::new(child.stderr.take().unwrap()));
    let memory = watched(&mut child);
    let status = child.wait().unwrap().code();
    (Ran { status, out: out.join().unwrap(), err: err.join().unwrap() }, memory)
}

#[cfg(target_os = "linux")]
#[test]
fn five_hundred_pages_are_read_whole_in_bounded_memory() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.pdf");
    write_pdf(&path);
    let file = path.to_str().unwrap();

    let (read, memory) = run(&machine, &["read", "--format", "json", file]);
    let [document] = read.ended(0).objects().try_into().unwrap();
    assert_eq!(document["pages"]["read"], PAGES, "{}", document["pages"]);
    let text = document["text"].as_str().unwrap();
    for page in 1..=PAGES {
        assert!(text.contains(&lines(page)[1]), "page {page} is in the text");
    }
    assert!(memory < MEMORY, "reading took {memory} MB");
    println!("to read: {memory} MB");

    let asked: [(&str, Vec<&str>); 3] = [
        ("summarize", vec!["--sentences", "2", "--focus", "the watchman who heard a bell"]),
        ("classify", ROUTER.to_vec()),
        ("extract", vec!["--field", "phone: phone = telephone number of the watchman"]),
    ];
    for (verb, options) in asked {
        let arguments = [&[verb][..], &options, &["--format", "json", file]].concat();
        let (ran, memory) = run(&machine, &arguments);
        let [answer] = ran.ended(0).objects().try_into().unwrap();
        let coverage = &answer["coverage"];
        assert!(coverage["tokens"].as_u64().unwrap() > CONTEXT, "it does not fit: {coverage}");
        assert_eq!(coverage["read"], coverage["tokens"], "{verb} leaves nothing out");
        assert!(memory < MEMORY, "to {verb} took {memory} MB");
        println!("to {verb}: {memory} MB, {coverage}");
        match verb {
            "summarize" => {
                let said = answer["value"].as_str().unwrap();
                assert!(said.contains("a bell under water"), "page {NIGHT} was considered: {said}");
            }
            "extract" => {
                let field = &answer["fields"]["phone"];
                assert_eq!(field["value"], "+44 20 7946 0018");
                let place = field["place"].as_str().unwrap();
                assert!(place.starts_with(&format!("page {NIGHT}")), "{place}");
            }
            _ => assert!(coverage["chunks"].as_u64().unwrap() > 1, "{coverage}"),
        }
    }
}
