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
    let filtered = filter().is_ok();
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

/// Refuses the system calls that open files, reach the network, start programs, or look into other
/// processes. Threads and memory stay, and so do the pipes that are open already.
#[cfg(target_os = "linux")]
fn filter() -> Result<(), seccompiler::Error> {
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

    let mut rules = refused(&[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
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
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_kill,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_io_uring_setup,
        libc::SYS_userfaultfd,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_prlimit64,
    ]);
    #[cfg(target_arch = "x86_64")]
    rules.extend(refused(&[
        libc::SYS_open,
        libc::SYS_creat,
        libc::SYS_fork,
        libc::SYS_vfork,
        libc::SYS_unlink,
        libc::SYS_rename,
        libc::SYS_mkdir,
        libc::SYS_rmdir,
        libc::SYS_link,
        libc::SYS_symlink,
        libc::SYS_mknod,
        libc::SYS_chmod,
        libc::SYS_chown,
    ]));
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
