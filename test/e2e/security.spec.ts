import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { manifest, ROOT } from '../helpers/electron.ts'
import { type Console, expect, openConsole, READY, test } from './fixture.ts'

/**
 * The 20 points of Electron's security checklist, held against the running window. One window serves them all: none of
 * them may change it, which is the very thing that is tested.
 */
test.describe.configure({ mode: 'default' })

let shown: Console
let page: Page
test.beforeAll(async ({ shell, display }) => {
  const opened = await openConsole({ shell, workspace: null, env: display })
  if ('why' in opened) return test.skip(true, opened.why)
  shown = opened
  page = shown.page()
})
test.afterAll(() => shown?.close())

/** What the window's page was really created with. */
const preferences = () =>
  shown.app().evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { preload: _preload, ...plain } = contents.getLastWebPreferences()
    return JSON.parse(JSON.stringify(plain)) as Record<string, unknown>
  })

/** Runs code in the page as a script of its own would, and reports what the policy refuses then. */
const violation = (attempt: string) =>
  page.evaluate(async code => {
    const refused = new Promise<string>(done =>
      document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), { once: true }),
    )
    const element = document.createElement(code.startsWith('<style') ? 'style' : 'script')
    element.textContent = code.replace(/^<\w+>/, '')
    document.head.append(element)
    element.remove()
    return refused
  }, attempt)

const refusedFetch = (address: string) =>
  page.evaluate(
    url =>
      fetch(url).then(
        answer => `answered ${answer.status}`,
        () => 'refused',
      ),
    address,
  )

test('1. only secure content is loaded', async () => {
  const loaded = await page.evaluate(() => ({
    secure: window.isSecureContext,
    names: [...document.querySelectorAll<HTMLScriptElement & HTMLLinkElement>('[src], link[href]')]
      .map(({ src, href }) => src || href)
      .concat(location.href),
  }))
  expect(loaded.secure).toBe(true)
  expect(loaded.names.length).toBeGreaterThan(2)
  expect(loaded.names.filter(name => !name.startsWith('app://forestall/'))).toEqual([])
  expect(await refusedFetch('http://127.0.0.1:9/')).toBe('refused')
})

test('2. Node.js is not in the page', async () => {
  const globals = ['require', 'process', 'module', 'Buffer', 'global', '__dirname']
  const present = await page.evaluate(names => names.filter(name => name in window), globals)
  expect(present).toEqual([])
  const { nodeIntegration, nodeIntegrationInWorker = false, nodeIntegrationInSubFrames = false } = await preferences()
  expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames]).toEqual([false, false, false])
})

test('3. context isolation is on', async () => {
  expect((await preferences()).contextIsolation).toBe(true)
  // What the page changes of the language must not reach the preload.
  const received = await page.evaluate(
    () =>
      new Promise<boolean>(done => {
        const original = Array.prototype.push
        let touched = false
        Array.prototype.push = function (...items: unknown[]) {
          if (new Error().stack?.includes('preload')) touched = true
          return original.apply(this, items)
        }
        // A listener in the preload has done so for longer, and hears of it first.
        window.addEventListener(
          'message',
          () => {
            Array.prototype.push = original
            done(touched)
          },
          { once: true },
        )
        window.postMessage('nothing', location.origin)
      }),
  )
  expect(received).toBe(false)
})

test('4. the page runs in a sandbox', async () => {
  expect((await preferences()).sandbox).toBe(true)
})

test('5. permission requests and checks are refused', async () => {
  const answers = await page.evaluate(async () => {
    const state = (name: string) => navigator.permissions.query({ name: name as PermissionName }).then(it => it.state)
    const failed = (attempt: Promise<unknown>) => attempt.then(() => 'allowed').catch((error: Error) => error.name)
    return {
      geolocation: await new Promise(done =>
        navigator.geolocation.getCurrentPosition(
          () => done('allowed'),
          error => done(error.code === error.PERMISSION_DENIED ? 'denied' : 'other'),
        ),
      ),
      notification: await Notification.requestPermission(),
      camera: await failed(navigator.mediaDevices.getUserMedia({ video: true })),
      clipboard: await failed(navigator.clipboard.readText()),
      queried: await Promise.all(['geolocation', 'notifications', 'midi'].map(state)),
    }
  })
  expect(answers.geolocation).toBe('denied')
  expect(answers.notification).toBe('denied')
  expect(answers.camera).not.toBe('allowed')
  expect(answers.clipboard).toBe('NotAllowedError')
  expect(answers.queried).toEqual(['denied', 'denied', 'denied'])
})

test('6. web security is not switched off', async () => {
  expect((await preferences()).webSecurity).toBe(true)
  expect(await refusedFetch('https://example.com/')).toBe('refused')
})

test('7. a content policy without inline code and eval is in force', async () => {
  const policy = await page.evaluate(() => fetch('/').then(it => it.headers.get('content-security-policy') ?? ''))
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe-|\*|https?:/)
  expect(await violation('globalThis.inlineRan = true')).toBe('script-src-elem')
  expect(await violation('<style>body { color: red }')).toBe('style-src-elem')
  const evaluated = await page.evaluate(
    () =>
      new Promise(done => {
        const attempt = document.createElement('button')
        attempt.setAttribute('onclick', 'globalThis.inlineRan = true')
        attempt.click()
        // Later: what the debugger that drives this test evaluates at once is exempt from the policy.
        setTimeout(() => {
          try {
            done(new Function('return 1')())
          } catch (error) {
            done((error as Error).name)
          }
        })
      }),
  )
  expect(evaluated).toBe('EvalError')
  expect(await page.evaluate(() => 'inlineRan' in globalThis)).toBe(false)
})

test('8. insecure content is not allowed', async () => {
  expect((await preferences()).allowRunningInsecureContent).toBe(false)
})

test('9. experimental features are off', async () => {
  expect((await preferences()).experimentalFeatures).toBe(false)
})

test('10. no blink feature is switched on', async () => {
  expect((await preferences()).enableBlinkFeatures ?? '').toBe('')
})

test('11. no webview, so none with popups', async () => {
  expect((await preferences()).webviewTag).toBe(false)
  const plain = await page.evaluate(() => {
    const element = document.createElement('webview')
    return !('loadURL' in element) && document.querySelector('webview') === null
  })
  expect(plain).toBe(true)
})

test('12. a webview would be refused before it is made', async () => {
  const prevented = await shown.app().evaluate(({ BrowserWindow }) => {
    let stopped = false
    const event = { preventDefault: () => (stopped = true) }
    BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', event, {}, {})
    return stopped
  })
  expect(prevented).toBe(true)
})

test('13. the page cannot be navigated away', async () => {
  const before = page.url()
  const app = shown.app()
  // The app's own listeners come first, so what is noted here is how they decided.
  await app.evaluate(({ BrowserWindow }) => {
    const prevented: Record<string, boolean> = {}
    Object.assign(globalThis, { prevented })
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', event => {
      prevented[event.url] = event.defaultPrevented
    })
  })
  const prevented = () =>
    app.evaluate(() => (globalThis as unknown as { prevented: Record<string, boolean> }).prevented)
  const attempt = (address: string) =>
    page.evaluate(url => {
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
      location.href = url
    }, address)
  for (const address of ['https://example.com/', 'file:///etc/passwd', 'app://forestall/icon.svg', 'app://other/']) {
    await attempt(address)
    // Some are refused before the main process is asked. It is asked about this one, and later than about those.
    const last = `https://example.com/after/${encodeURIComponent(address)}`
    await attempt(last)
    await expect.poll(prevented).toHaveProperty([last])
    expect(page.url()).toBe(before)
  }
  expect(Object.values(await prevented())).not.toContain(false)
})

test('14. no second window can be opened', async () => {
  const opened = await page.evaluate(() => [window.open('https://example.com/'), window.open('app://forestall/')])
  expect(opened).toEqual([null, null])
  expect(await shown.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('15. only listed addresses reach the system browser', async () => {
  const app = shown.app()
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async address => void opened.push(address)
  })
  const attempts = [
    'https://example.com/',
    'http://support.google.com/',
    'https://support.google.com.example.com/',
    'https://user@support.google.com/',
    'file:///etc/passwd',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'https://support.google.com/mail/answer/185833',
  ]
  await page.evaluate(all => {
    for (const address of all) window.open(address)
  }, attempts)
  // The last one of all is opened, so those before it have been decided upon.
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  await expect.poll(opened).toEqual(['https://support.google.com/mail/answer/185833'])
})

test('16. the pinned Electron is current', async () => {
  const { electron } = manifest().devDependencies
  expect(electron).toMatch(/^\d+\.\d+\.\d+$/)
  // Electron supports its three newest majors; raise this with them.
  expect(Number(electron?.split('.')[0])).toBeGreaterThanOrEqual(45)
})

test('17. a message from another sender is not answered', async () => {
  // What is loaded again below has to say for itself that it is ready.
  await page.evaluate(() => delete document.documentElement.dataset.ready)
  const answers = await shown.app().evaluate(({ ipcMain, BrowserWindow }) => {
    const answered = (address: string, main: boolean) => {
      let count = 0
      const senderFrame = { url: address }
      const sender = { mainFrame: main ? senderFrame : {}, isDestroyed: () => false, postMessage: () => count++ }
      ipcMain.emit('engine:connect', { sender, senderFrame })
      return count
    }
    const counts = [
      answered('https://example.com/', true),
      answered('app://other/', true),
      answered('app://forestall/icon.svg', true),
      answered('app://forestall/', false),
      // The control: our own page is answered, so the silence above was a refusal.
      answered('app://forestall/', true),
    ]
    BrowserWindow.getAllWindows()[0]?.webContents.reload()
    return counts
  })
  expect(answers).toEqual([0, 0, 0, 0, 1])
  await page.locator(READY).waitFor({ state: 'attached' })
})

test('18. the page is served by our own protocol and nothing but the page', async () => {
  expect(page.url()).toMatch(/^app:\/\/forestall\//)
  expect(await refusedFetch('file:///etc/passwd')).toBe('refused')
  const paths = [
    '/..%2fmain/web.js',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/main/web.js',
    '/..%5cmain%5cweb.js',
    '/none.js',
  ]
  for (const path of paths) expect(await refusedFetch(path), path).toBe('answered 404')
  expect(await refusedFetch('/icon.svg')).toBe('answered 200')
})

test('19. the fuses are set', () => {
  // That they are blown in the packed app is held in packaged.spec.ts.
  const config = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')
  const fuse = (name: string) => new RegExp(`^ {2}${name}: (true|false)$`, 'm').exec(config)?.[1]
  expect(fuse('runAsNode')).toBe('false')
  expect(fuse('enableNodeOptionsEnvironmentVariable')).toBe('false')
  expect(fuse('enableNodeCliInspectArguments')).toBe('false')
  expect(fuse('grantFileProtocolExtraPrivileges')).toBe('false')
  expect(fuse('enableCookieEncryption')).toBe('true')
  expect(fuse('enableEmbeddedAsarIntegrityValidation')).toBe('true')
  expect(fuse('onlyLoadAppFromAsar')).toBe('true')
})

test('20. nothing of Electron is exposed to the page', async () => {
  // Compared with a window that has no preload at all, our page may differ by its own globals only.
  const bare = await shown.app().evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } })
    await window.loadURL('app://forestall/icon.svg')
    const names = (await window.webContents.executeJavaScript('Object.getOwnPropertyNames(window)')) as string[]
    window.destroy()
    return names
  })
  const ours = await page.evaluate(() => Object.getOwnPropertyNames(window))
  const added = ours.filter(name => !bare.includes(name) && !/^__|^\d+$/.test(name))
  expect(added).toEqual([])
  const exposed = await page.evaluate(() =>
    ['electron', 'ipcRenderer', 'require', 'forestall'].filter(n => n in window),
  )
  expect(exposed).toEqual([])
})
