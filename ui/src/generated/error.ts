// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * An error that crosses to the window.
 */
export type ApiError = { 
/**
 * What to switch on.
 */
code: Code, 
/**
 * What to show.
 */
message: string, 
/**
 * The file, field or partial answer in question.
 */
detail: string | null, };

/**
 * What went wrong, as far as the window acts on it.
 */
export type Code = "modelMissing" | "modelUnsupported" | "notEnoughMemory" | "contextTooLong" | "invalidTask" | "documentUnreadable" | "documentEncrypted" | "documentEmpty" | "emptyAnswer" | "answerCut" | "cancelled" | "notFound" | "storeUnusable" | "downloadFailed" | "endpointUnreachable" | "endpointRefused" | "endpointUnable" | "invalidEndpoint" | "keyRingMissing" | "internal";
