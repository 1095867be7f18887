// zod looks for `eval` to compile its checks, and the content policy refuses that aloud. Said before anything that a screen
// brings along is loaded; zod reads it from here (zod.dev/api, jitless).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
