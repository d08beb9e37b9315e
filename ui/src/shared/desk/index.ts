/** The documents of a task page, and the work on them. */
export * from "./desk";
export * from "./folder";
export * from "./open";
export * from "./work";
