import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { findElectron, hasDisplay, isRoot } from '../../main/shell/runtimes.ts'

/** The checkout that is tested. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** A program to test in, or one line that says why there is none. */
export type Runtime = { path: string } | { path: null; why: string }

const onPath = (name: string): string | null => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/** Electron, if its binary is here and a window can be shown. */
export function electronRuntime(): Runtime {
  const found = findElectron(ROOT, process.env, process.platform)
  if (found.path === null) return { path: null, why: found.why }
  if (hasDisplay(process.env, process.platform) || onPath('Xvfb')) return found
  return { path: null, why: 'there is neither a display nor Xvfb' }
}

/** A Chromium: one named by CHROMIUM_PATH, Playwright's own, or the system's. */
export function chromiumRuntime(): Runtime {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath()]
  // The shell without windows draws the same page, and spends no time on tabs and toolbars.
  const system = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(onPath)
  const path = [...candidates, ...system].find(candidate => candidate && existsSync(candidate))
  return path ? { path } : { path: null, why: 'no Chromium is installed (CHROMIUM_PATH names one)' }
}

/** What Chromium needs to start at all as root. */
export const sandboxArgs = (): string[] => (isRoot() ? ['--no-sandbox'] : [])

/** A folder of its own for one test. */
export const freshFolder = (name: string): string => mkdtempSync(join(tmpdir(), `forestall-${name}-`))

/** A display to draw on: the present one, or an Xvfb that lives until `stop`. */
export async function openDisplay(): Promise<{ env: Record<string, string>; stop: () => Promise<void> }> {
  if (hasDisplay(process.env, process.platform)) return { env: {}, stop: async () => undefined }
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset']
  const server: ChildProcess = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>(done => server.once('exit', () => done()))
  const number = await new Promise<string>((done, reject) => {
    server.once('error', reject)
    server.once('exit', code => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.once('data', (data: Buffer) => done(data.toString().trim()))
  })
  const stop = async () => {
    server.kill()
    // Its socket is removed as it ends; a next one with the same number would lose its own to that.
    await ended
  }
  return { env: { DISPLAY: `:${number}` }, stop }
}

/** The environment without what would change how the app starts. */
export function cleanEnv(extra: Record<string, string>): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...env } = process.env
  return { ...(env as Record<string, string>), ...extra }
}

/** The manifest of the checkout. */
export const manifest = () =>
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
    devDependencies: Record<string, string>
  }
