import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const CLI = join(ROOT, 'node_modules/@stoplight/prism-cli/dist/index.js')

/** Where the vendors' contracts lie, beside the repository; they are not part of it. */
export const contractFile = (name: string): string => resolve(ROOT, '../shared/contracts', name)

/** Why a contract test is skipped; null when it can run. */
export const withoutContract = (name: string): string | null =>
  existsSync(contractFile(name)) ? null : `the contract ${name} is not beside the repository`

/** Prism with one contract: refuses (422) every request that the contract does not allow. */
export async function startPrism(name: string): Promise<{ origin: string; host: string; stop(): void }> {
  const port = await freePort()
  const child = spawn(process.execPath, [CLI, 'mock', '-h', '127.0.0.1', '-p', String(port), contractFile(name)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('is listening')) done()
    })
    child.once('exit', () => fail(new Error(`Prism did not start with ${name}`)))
  })
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, stop: () => void child.kill() }
}

function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise(done =>
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    }),
  )
}
