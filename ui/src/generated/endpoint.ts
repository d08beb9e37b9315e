// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * One thing that an endpoint may be able to do.
 */
export type AbilityName = "chat" | "completions" | "streaming" | "schema" | "logprobs" | "scoring" | "embeddings" | "tokenize";

/**
 * A model of an endpoint.
 */
export type EndpointModelView = { 
/**
 * What Winnow calls it: what is chosen.
 */
id: string, 
/**
 * Its name there.
 */
name: string, 
/**
 * Tokens that fit, where the endpoint says so.
 */
context: number | null, 
/**
 * What works; none: not probed with this model.
 */
works: Array<AbilityName> | null, 
/**
 * Whether it is the chosen language model.
 */
selected: boolean, 
/**
 * Whether it is the chosen embedder.
 */
embeds: boolean, };

/**
 * An endpoint to be added.
 */
export type EndpointSpec = { 
/**
 * Its name: letters, digits, - and _.
 */
name: string, 
/**
 * Its address.
 */
url: string, 
/**
 * Its key, which goes to the key ring; none: as it was, or none.
 */
key: string | null, 
/**
 * Requests at once; none: 4.
 */
concurrency: number | null, 
/**
 * Seconds of silence after which a request is given up; none: 120.
 */
timeout: number | null, 
/**
 * Tokens that fit; none: as the endpoint says.
 */
context: number | null, 
/**
 * Whether an open line (http) to another network is allowed.
 */
anyLine: boolean, };

/**
 * An endpoint that was set up.
 */
export type EndpointView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its address.
 */
url: string, 
/**
 * The host that text goes to.
 */
host: string, 
/**
 * Whether that is this computer.
 */
here: boolean, 
/**
 * Requests at once.
 */
concurrency: number, 
/**
 * Seconds of silence after which a request is given up.
 */
timeout: number, 
/**
 * Tokens that fit, as the person said.
 */
context: number | null, 
/**
 * The environment's variable that may hold its key.
 */
keyVariable: string, 
/**
 * Its models; empty until it was probed.
 */
models: Array<EndpointModelView>, };
