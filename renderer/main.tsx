import './zod-without-eval.ts'
import 'inter-ui/inter-variable.css'
import './theme/kit-styles.ts'
import '@mantine/spotlight/styles.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/kit.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createEngineClient, EngineProvider } from './api/client.tsx'
import { drawOnceAFrame } from './api/frames.ts'
import { tellIdle } from './api/idle.ts'
import { followChanges } from './api/live.ts'
import { createTransport } from './api/transport.ts'
import { App } from './app.tsx'
import { askFirst } from './screens/queue/list/ask-first.ts'
import { later } from './state/desk/later.tsx'
import { KeyProvider } from './state/keys.tsx'
import { hearLinks } from './state/link.ts'
import { useLive } from './state/live.ts'
import { afterFirst } from './state/ready.ts'
import { cssVariablesResolver, theme } from './theme/mantine.ts'

const Toasts = later(afterFirst(async () => (await import('./shell/toasts.tsx')).Toasts))

/** Mantine writes style elements; the content policy lets in those that carry this page's nonce. */
const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
// The scroll lock below Mantine's dialogs takes its nonce from this global and nowhere else.
Object.assign(globalThis, { __webpack_nonce__: nonce })

hearLinks(window)
drawOnceAFrame()
const engine = createEngineClient(
  createTransport((state, failure) => {
    if (state === 'lost') useLive.getState().set('lost', failure)
  }),
)
followChanges(engine, new AbortController().signal)
askFirst(engine)
tellIdle(engine, document.documentElement)
for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
  window.addEventListener(
    kind,
    () => {
      engine.activity.input = Date.now()
    },
    { passive: true, capture: true },
  )

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={engine.queries}>
        <EngineProvider value={engine}>
          <KeyProvider>
            <App />
            <Toasts />
          </KeyProvider>
        </EngineProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
