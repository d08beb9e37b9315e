//! Walls that a worker puts around itself before it touches a stranger's bytes. They cannot be taken
//! down again by the process that raised them.

use serde::{Deserialize, Serialize};

use crate::Limits;

/// Which walls stand; the rest is up to the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Walls {
    /// Memory is limited.
    pub(crate) memory: bool,
    /// No file can be opened or changed.
    pub(crate) files: bool,
    /// No connection can be made.
    pub(crate) network: bool,
    /// No program can be started and no privilege gained.
    pub(crate) programs: bool,
}

/// Raises every wall that the system offers.
pub(crate) fn raise(limits: &Limits) -> Walls {
    let memory = limit_memory(limits);
    let (files, network, programs) = confine();
    Walls { memory, files, network, programs }
}

/// Raises the walls for a program that this process becomes: it may open what is there and run, but
/// change nothing, use no more than `memory` bytes and `seconds` of processor time, and reach no
/// network.
#[cfg(unix)]
pub(crate) fn raise_for_program(memory: u64, seconds: u64) {
    use rlimit::Resource;

    let _ = Resource::CORE.set(0, 0);
    let _ = Resource::FSIZE.set(0, 0);
    let _ = Resource::AS.set(memory, memory);
    let _ = Resource::CPU.set(seconds, seconds);
    #[cfg(target_os = "linux")]
    {
        landlock_reading();
        let _ = filter(NETWORK);
    }
}

#[cfg(unix)]
fn limit_memory(limits: &Limits) -> bool {
    use rlimit::Resource;

    // No core of a person's document on the disk, no file of any size.
    let _ = Resource::CORE.set(0, 0);
    let _ = Resource::FSIZE.set(0, 0);
    Resource::AS.set(limits.memory, limits.memory).is_ok()
}

#[cfg(not(unix))]
fn limit_memory(_: &Limits) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn confine() -> (bool, bool, bool) {
    let locked = landlock();
    let filtered = filter(&[NETWORK, FILES_AND_PROGRAMS].concat()).is_ok();
    (locked || filtered, filtered, filtered)
}

#[cfg(not(target_os = "linux"))]
fn confine() -> (bool, bool, bool) {
    (false, false, false)
}

/// Forbids every use of the file system and of TCP, where the kernel has Landlock.
#[cfg(target_os = "linux")]
fn landlock() -> bool {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus};

    let restricted = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V6))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V6)))
        .and_then(|rules| rules.create())
        .and_then(|rules| rules.restrict_self());
    restricted.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Forbids every change in the file system and the use of TCP, where the kernel has Landlock.
#[cfg(target_os = "linux")]
fn landlock_reading() {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreatedAttr,
    };

    let Ok(root) = PathFd::new("/") else { return };
    let restricted = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V6))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V6)))
        .and_then(|rules| rules.create())
        .and_then(|rules| rules.add_rule(PathBeneath::new(root, AccessFs::from_read(ABI::V6))))
        .and_then(|rules| rules.restrict_self());
    if let Err(error) = restricted {
        eprintln!("text recognition runs without a wall around files: {error}");
    }
}

/// System calls that reach the network or look into other processes.
#[cfg(target_os = "linux")]
const NETWORK: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_kill,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_io_uring_setup,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
];

/// System calls that open or change files, or start programs.
#[cfg(target_os = "linux")]
const FILES_AND_PROGRAMS: &[i64] = &[
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_open_by_handle_at,
    libc::SYS_unlinkat,
    libc::SYS_renameat2,
    libc::SYS_mkdirat,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_mknodat,
    libc::SYS_truncate,
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_prlimit64,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_creat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_unlink,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_rename,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_mkdir,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_rmdir,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_link,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_symlink,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_mknod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
];

/// Refuses system calls, and every new process. Threads and memory stay, and so do the pipes that are
/// open already.
#[cfg(target_os = "linux")]
fn filter(refused_calls: &[i64]) -> Result<(), seccompiler::Error> {
    use std::collections::BTreeMap;

    use seccompiler::{
        SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, apply_filter_all_threads,
    };

    let refused = |calls: &[i64]| -> BTreeMap<i64, Vec<SeccompRule>> {
        calls.iter().map(|call| (*call, Vec::new())).collect()
    };
    let build = |rules, errno: i32| -> Result<seccompiler::BpfProgram, seccompiler::Error> {
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(errno as u32),
            std::env::consts::ARCH.try_into()?,
        )?;
        Ok(filter.try_into()?)
    };

    let mut rules = refused(refused_calls);
    // A clone that is no thread is a new process.
    let no_thread = SeccompCondition::new(
        0,
        SeccompCmpArgLen::Qword,
        SeccompCmpOp::MaskedEq(libc::CLONE_THREAD as u64),
        0,
    )?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![no_thread])?]);
    apply_filter_all_threads(&build(rules, libc::EACCES)?)?;
    // The flags of clone3 stand in memory, out of a filter's sight; without it the C library uses
    // clone.
    apply_filter_all_threads(&build(refused(&[libc::SYS_clone3]), libc::ENOSYS)?)
}
