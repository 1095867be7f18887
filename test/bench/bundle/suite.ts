import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BenchOptions, type Line, rounded, type Suite, wanted } from '../figure.ts'

const PAGE = 'out/renderer'
const ENGINE = 'out/main'

/** What a start has to read: the page's first load, what the engine loads before it answers, and the size of the app. */
export const bundleSuite: Suite = {
  name: 'bundle',
  async *run(options: BenchOptions) {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
    for (const line of [firstLoad(), firstLoadFonts(), eager(), appSize()]) if (wanted(options, line.figure)) yield line
  },
}

const kB = (bytes: number): number => rounded(bytes / 1_000)
const packed = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length

/** Scripts and styles that index.html names; the rest is loaded when a screen is opened. */
function firstLoad(): Line {
  const named = readFileSync(join(PAGE, 'index.html'), 'utf8').matchAll(/assets\/[^"]+\.(?:js|css)/g)
  const files = [...named].map(([path]) => join(PAGE, path))
  const total = files.reduce((sum, file) => sum + packed(file), 0)
  return { figure: 'page.first_load', value: kB(total), unit: 'kB gz', note: `${files.length} scripts and styles` }
}

/** Fonts that the first screen draws with; they are packed already. */
function firstLoadFonts(): Line {
  const fonts = readdirSync(join(PAGE, 'assets')).filter(name => name.endsWith('.woff2') && !/italic/i.test(name))
  const total = fonts.reduce((sum, name) => sum + statSync(join(PAGE, 'assets', name)).size, 0)
  return { figure: 'page.fonts', value: kB(total), unit: 'kB', note: fonts.join(', ') }
}

/** Other files that a bundle requires while it is run; what it requires later is within a function. */
const STATIC = /(?:const|let|var|,)\s*\w+=require\("\.\/([^"]+)"\)/g

/** What the engine's process runs before it answers. */
function eager(): Line {
  const text = readFileSync(join(ENGINE, 'engine.cjs'), 'utf8')
  const files = ['engine.cjs', ...[...text.matchAll(STATIC)].map(([, path = '']) => path)]
  const total = files.reduce((sum, name) => sum + statSync(join(ENGINE, name)).size, 0)
  return { figure: 'engine.eager', value: kB(total), unit: 'kB', note: `${files.length} files, not packed` }
}

const sizeOf = (dir: string): number =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

/** Everything of ours that a package holds; Electron itself comes on top. */
function appSize(): Line {
  const parts = ['out/app', 'out/main', 'out/preload', 'out/renderer', 'resources'].filter(existsSync)
  const total = parts.reduce((sum, dir) => sum + sizeOf(dir), 0)
  return { figure: 'app.size', value: rounded(total / 1_000_000), unit: 'MB', note: 'without Electron and SQLite' }
}
