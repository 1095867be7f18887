/** What the checkpoint thread asks of the engine's thread, and hears back once it is so. */
export type CheckpointRequest = 'hold' | 'go on'
export const HELD = 'held'
