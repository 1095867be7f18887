import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian's packages `request-tracker5 rt5-db-sqlite rt5-standalone` put it. */
const ROOT = '/usr/share/request-tracker5'
const SETUP = '/usr/sbin/rt-setup-database-5'
const SERVER = join(ROOT, 'libexec/rt-server')

/** Why no Request Tracker can be started here; null where one can. */
export const noRequestTracker: string | null =
  existsSync(SETUP) && existsSync(SERVER)
    ? null
    : 'Request Tracker 5 is not installed: apt-get install request-tracker5 rt5-db-sqlite rt5-standalone'

export interface RequestTracker {
  /** `http://127.0.0.1:port` */
  url: string
  host: string
  /** Token of the user `root`, who may do everything. */
  token: string
  /** Asks its REST 2 interface as root; throws on any answer but a 2xx. */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>
  stop(): Promise<void>
}

const config = (dir: string, port: number) => `
Set($rtname, 'test');
Set($Organization, 'test');
Set($Timezone, 'UTC');
Set($DatabaseType, 'SQLite');
Set($DatabaseHost, '');
Set($DatabasePort, '');
Set($DatabaseUser, '');
Set($DatabasePassword, '');
Set($DatabaseName, '${join(dir, 'rt.db')}');
Set($WebPath, '');
Set($WebDomain, '127.0.0.1');
Set($WebPort, ${port});
Set($CorrespondAddress, 'rt@example.com');
Set($CommentAddress, 'rt-comment@example.com');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToFile, undef);
Set($LogToSTDERR, 'error');
1;
`

/** A user's token, made by RT's own code. */
const TOKEN = `
my $root = RT::User->new(RT->SystemUser); $root->Load('root');
my $token = RT::AuthToken->new(RT->SystemUser);
my ($ok, $why, $text) = $token->Create(Owner => $root->id, Description => 'test');
die $why unless $ok; print $text;`

/** A real Request Tracker on loopback, with an empty database of its own. Ready when it answers. */
export async function startRequestTracker(): Promise<RequestTracker> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-rt-'))
  const port = await freePort()
  mkdirSync(join(dir, 'site.d'))
  writeFileSync(join(dir, 'site.pm'), config(dir, port))
  const env = {
    ...process.env,
    RT_SITE_CONFIG: join(dir, 'site.pm'),
    RT_SITE_CONFIG_DIR: join(dir, 'site.d'),
    TMPDIR: dir,
  }
  execFileSync(SETUP, ['--action', 'init', '--dba', '', '--dba-password', ''], { env, stdio: 'pipe' })
  const token = execFileSync('perl', [`-I${ROOT}/lib`, '-MRT=-init', '-e', TOKEN], { env, stdio: 'pipe' }).toString()
  // A group of its own: the server forks, and all of it has to go.
  const server = spawn(SERVER, ['--server', 'Starlet', '--port', String(port), '--host', '127.0.0.1'], {
    env,
    stdio: 'ignore',
    detached: true,
  })
  const url = `http://127.0.0.1:${port}`
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/REST/2.0${path}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const gone = new Promise<never>((_, failed) => server.on('exit', code => failed(new Error(`RT ended with ${code}`))))
  gone.catch(() => {})
  await Promise.race([answers(() => ask('GET', '/rt')), gone])
  return {
    url,
    host: `127.0.0.1:${port}`,
    token,
    ask,
    stop: async () => {
      const ended = new Promise(done => server.on('exit', done))
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Asks until it is answered; a server that never does is ended by its exit or the test's own limit. */
async function answers(question: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await question()
      return
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      await new Promise(done => setTimeout(done, 100))
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
