/**
 * The one door to the desktop: only this folder may import `@tauri-apps`.
 *
 * Everything behind it speaks the generated wire types; everything in front of it knows no Tauri.
 */
export { call, openBytes, stream } from "./call";
export { asHostError, HostError } from "./errors";
export { chooseFile, chooseFolder, chooseTarget, type DropWatcher, watchDrops } from "./files";
