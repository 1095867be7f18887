import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import { listPackages } from './resources/shipped/list-packages.ts'
import { withoutUnusedSchemas } from './resources/shipped/unused-schemas.ts'

/** The first `npx forestall` makes the command executable, and every later build writes it again. */
const executable = (name: string): Plugin => ({
  name: 'forestall-executable',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    if (dir && name in bundle) chmodSync(join(dir, name), 0o755)
  },
})

/** Checks of what is typed: the first screen needs none, and what it shares with those that do would bring them along. */
const SCHEMAS = { name: 'schemas', test: /node_modules\/zod\/|shared\/model\/values\.ts/, priority: 1 }

/** One bundle for each side of the process boundary: `vite build --mode renderer | main | app | preload`. */
const sides: Record<string, UserConfig> = {
  renderer: {
    logLevel: 'warn',
    root: 'renderer',
    base: './',
    publicDir: '../resources/icons',
    plugins: [react(), withoutUnusedSchemas(join(import.meta.dirname, 'shared'))],
    // A strict content policy allows no data: scripts, and fonts must be files of our own.
    build: {
      ...{ outDir: '../out/renderer', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
      // What the first screen needs comes in one file: thirty small ones are thirty turns of the main process, which is
      // busy then.
      rolldownOptions: {
        output: { codeSplitting: { groups: [SCHEMAS, { name: 'first', tags: ['$initial'] }] } },
      },
    },
  },
  main: {
    logLevel: 'warn',
    plugins: [executable('cli.js')],
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      ssr: true,
      target: 'node20',
      // The engine's children (workers, utility process) are started by file name, so every entry keeps its own.
      rolldownOptions: {
        input: {
          'engine-process': 'main/shell/desktop/engine-process.ts',
          'update-process': 'main/shell/desktop/update-process.ts',
          web: 'main/shell/web.ts',
          cli: 'main/cli/forestall.ts',
          start: 'main/shell/start.ts',
          'parse-worker': 'main/sync/files/parse-worker.ts',
          'walk-worker': 'main/source/rest/apart/walk-worker.ts',
          'evaluate-worker': 'main/signal/evaluate/evaluate-worker.ts',
          'backtest-worker': 'main/signal/backtest/backtest-worker.ts',
          'doctor-worker': 'main/doctor/doctor-worker.ts',
          'desk-worker': 'main/engine/acting/desk-worker.ts',
          'apart-worker': 'main/engine/apart/apart-worker.ts',
          'review-worker': 'main/measure/review-worker.ts',
          'experiment-worker': 'main/measure/experiment/experiment-worker.ts',
          'checkpoint-worker': 'main/cache/checkpoint/checkpoint-worker.ts',
          'table-worker': 'main/predict/table/table-worker.ts',
          'topic-worker': 'main/predict/topics/topic-worker.ts',
          'outcome-worker': 'main/engine/learning/outcome-worker.ts',
          'missed-worker': 'main/engine/learning/missed-worker.ts',
          'unusual-worker': 'main/engine/learning/unusual-worker.ts',
          'replay-worker': 'main/engine/replay-worker.ts',
          'update-worker': 'main/engine/update/update-worker.ts',
          'safety-worker': 'main/cache/safety/safety-worker.ts',
        },
        output: {
          ...{ format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
          // Parsing is most of the engine's start. Names stay, so that the stack of an error can be read.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  engine: {
    // The console's engine once more, in one file that V8's code for it can be kept of: `engine-start.ts` tells why.
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      outDir: 'out/main',
      emptyOutDir: false,
      ssr: true,
      target: 'node20',
      rolldownOptions: {
        input: {
          engine: 'main/shell/desktop/engine-process.ts',
          'engine-start': 'main/shell/desktop/engine-start.ts',
        },
        output: {
          ...{ format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  app: {
    logLevel: 'warn',
    // Electron's entry registers its scheme before the app is ready. Real Electron waits for an ES module, a launcher
    // that loads one by `import()` does not; CommonJS is in time everywhere.
    publicDir: false,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      outDir: 'out/app',
      emptyOutDir: true,
      ssr: 'main/shell/desktop/app.ts',
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'app.cjs' } },
    },
  },
  preload: {
    logLevel: 'warn',
    // A sandboxed preload must be CommonJS in one file.
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      ssr: 'preload/index.ts',
      target: 'chrome130',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
}

export default defineConfig(({ mode }) => {
  const side = sides[mode] ?? {}
  return { ...side, plugins: [...(side.plugins ?? []), listPackages(mode)] }
})
