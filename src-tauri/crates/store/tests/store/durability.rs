//! Committed work outlives a killed process, and writers do not lose each other's.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Command, Stdio},
};

use winnow_store::Store;

use super::{keep, open, searching};

const FOLDER: &str = "WINNOW_STORE_TEST_FOLDER";

/// The child of [`what_was_committed_outlives_kill_9`]: writes until it is killed, and says each
/// id once it is committed.
#[tokio::test]
#[ignore = "run by another test as a process of its own"]
async fn write_until_killed() {
    let folder = PathBuf::from(env::var_os(FOLDER).unwrap());
    let store = Store::open(&folder).await.unwrap();
    for number in 0.. {
        let text = format!("item {number} {}", "filler ".repeat(500));
        let id = keep(&store, &format!("{number}.txt"), &text, "x").await;
        println!("committed {id}");
        std::io::stdout().flush().unwrap();
    }
}

#[tokio::test]
async fn what_was_committed_outlives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut committed = Vec::new();
    for round in 0..3 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "durability::write_until_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let enough = committed.len() + 40 + round * 7;
        while committed.len() < enough {
            let line = lines.next().expect("the child writes until it is killed").unwrap();
            if let Some((_, id)) = line.split_once("committed ") {
                committed.push(id.to_owned());
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let store = Store::open(folder.path()).await.unwrap();
        for id in &committed {
            let found = store.run(id).await;
            assert!(found.is_ok(), "{id} was committed before the kill: {found:?}");
        }
        let total = store.runs(&searching("filler")).await.unwrap().total;
        assert!(total >= committed.len() as u64, "search finds them all, found {total}");
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_at_once_lose_nothing() {
    let (folder, store) = open().await;
    // A second pool, as a terminal beside the window.
    let beside = Store::open(folder.path()).await.unwrap();
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let store = if writer % 2 == 0 { store.clone() } else { beside.clone() };
            tokio::spawn(async move {
                for number in 0..10 {
                    let name = format!("{writer}-{number}");
                    keep(&store, &name, &format!("shared text {}", number % 3), "x").await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(store.runs(&searching("shared")).await.unwrap().total, 160);
}
