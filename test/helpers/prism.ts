import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * How to test a connector against its vendor's own description:
 *
 *     const contract = contractFile('stripe.json')
 *     describe.skipIf(!contract)('Stripe, as its contract has it', () => {
 *       const prism = usePrism(contract)                       // one server for the file's tests
 *       it('…', async () => {
 *         const source = unwrap(openRest({ ...manifest, baseUrl: `${prism.url()}/v1` }, { settings, allowedHosts: [prism.host()] }, deps))
 *         …read every stream; Prism answers 401 without credentials and 422 to what the contract does not allow
 *       })
 *     })
 *
 * Prism keeps no state: the same example comes for every page, so a list whose example says that there is more goes on
 * until the loop guard ends it. `aProxy` in front of it can change answers. The contracts are no part of the repository.
 */
export function contractFile(name: string): string | null {
  const file = resolve(import.meta.dirname, '../../../shared/contracts', name)
  return existsSync(file) ? file : null
}

export interface Prism {
  /** `http://127.0.0.1:port` */
  url: string
  host: string
  stop(): void
}

/** Starts Prism on a contract; ready when it listens. `options` such as `--errors` go to its command line. */
export async function startPrism(file: string, options: readonly string[] = []): Promise<Prism> {
  const program = join(import.meta.dirname, '../../node_modules/@stoplight/prism-cli/dist/index.js')
  const child = spawn(process.execPath, [program, 'mock', '-h', '127.0.0.1', '-p', '0', ...options, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const host = await listening(child)
  return { url: `http://${host}`, host, stop: () => void child.kill() }
}

/** The address and port that the system gave it. */
function listening(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((done, failed) => {
    child.stdout?.on('data', piece => {
      said += piece
      const [, host] = /Prism is listening on http:\/\/(127\.0\.0\.1:\d+)/.exec(said) ?? []
      if (host) done(host)
    })
    child.stderr?.on('data', piece => {
      said += piece
    })
    child.on('exit', code => failed(new Error(`Prism ended with ${code}: ${said.slice(-2_000)}`)))
  })
}
