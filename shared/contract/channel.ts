import { z } from 'zod'
import { hostAndPort } from '../host.ts'
import { smtpSettingSchema } from '../model/smtp.ts'
import { channelListSchema, channelValuesSchema } from '../outbox/channel.ts'
import { manifestCheckSchema } from '../source/manifest-view.ts'
import { call, done } from './call.ts'

export const channel = {
  smtp: call('show the mail server, without its password', 'secret', 'setting').output(
    z.object({ setting: smtpSettingSchema.nullable(), hasPassword: z.boolean() }),
  ),
  setSmtp: call('set the mail server')
    .input(z.object({ setting: smtpSettingSchema, password: z.string().max(1000).optional() }))
    .output(done),
  list: call('list channels, whether each is ready, and what is missing', 'secret', 'setting').output(
    channelListSchema,
  ),
  set: call('set up a channel')
    .input(z.object({ id: z.string(), values: channelValuesSchema }))
    .output(done),
  setSecret: call('save a channel’s secret in the keychain; an empty one deletes it')
    .input(z.object({ id: z.string(), secret: z.string().max(10_000) }))
    .output(z.object({ hasSecret: z.boolean() })),
  test: call('test a channel without sending a message')
    .input(z.object({ id: z.string() }))
    .output(z.object({ ok: z.boolean(), message: z.string() })),
  checkManifest: call('check a manifest of a channel or of fixes, and list its problems')
    .input(z.object({ manifest: z.json(), of: z.enum(['messages', 'fixes']) }))
    .output(manifestCheckSchema),
  allowHost: call('allow or block one private host for channels')
    .input(z.object({ host: hostAndPort, allowed: z.boolean() }))
    .output(done),
  testSmtp: call('test the mail server without sending a message').output(
    z.object({ ok: z.boolean(), message: z.string() }),
  ),
}
