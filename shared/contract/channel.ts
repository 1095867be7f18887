import { z } from 'zod'
import { smtpSettingSchema } from '../model/smtp.ts'
import { channelListSchema, channelValuesSchema, hostSchema } from '../outbox/channel.ts'
import { manifestCheckSchema } from '../source/manifest-view.ts'
import { call, done } from './call.ts'

export const channel = {
  smtp: call('the SMTP server, without its password', 'secret', 'setting').output(
    z.object({ setting: smtpSettingSchema.nullable(), hasPassword: z.boolean() }),
  ),
  setSmtp: call('set the SMTP server')
    .input(z.object({ setting: smtpSettingSchema, password: z.string().max(1000).optional() }))
    .output(done),
  list: call('channels, which of them can be used, and what is missing', 'secret', 'setting').output(channelListSchema),
  set: call('set up a channel')
    .input(z.object({ id: z.string(), values: channelValuesSchema }))
    .output(done),
  setSecret: call("put a channel's secret into the keychain; empty forgets it")
    .input(z.object({ id: z.string(), secret: z.string().max(10_000) }))
    .output(z.object({ hasSecret: z.boolean() })),
  test: call('ask a channel whether it works, without reaching anybody')
    .input(z.object({ id: z.string() }))
    .output(z.object({ ok: z.boolean(), message: z.string() })),
  checkManifest: call('what is wrong in a manifest of a channel or of fixes, where')
    .input(z.object({ manifest: z.json(), of: z.enum(['messages', 'fixes']) }))
    .output(manifestCheckSchema),
  allowHost: call('let channels speak to one private host, or no longer')
    .input(z.object({ host: hostSchema, allowed: z.boolean() }))
    .output(done),
  testSmtp: call('connect and sign in, send nothing').output(z.object({ ok: z.boolean(), message: z.string() })),
}
