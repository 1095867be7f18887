import { smtpSettingSchema } from '../../shared/model/smtp.ts'
import { unwrap } from '../../shared/result.ts'
import { getSetting } from '../cache/settings.ts'
import { channelSecret, smtpSecret } from '../engine/acting/channels.ts'
import { allowHost, checkActions, checkChannel, SETTING_UP, setChannel, setSmtp } from '../outbox/door.ts'
import { api, journalled, mustHold } from './whole/context.ts'

export const channel = {
  smtp: api.channel.smtp.handler(async ({ context: { engine } }) => ({
    setting: getSetting(engine.read, 'smtp', smtpSettingSchema),
    hasPassword: (await engine.secrets.get(smtpSecret(engine.identity))) !== null,
  })),
  setSmtp: api.channel.setSmtp.handler(async ({ context: { engine }, input }) => {
    mustHold(engine, SETTING_UP)
    // The keychain first: a setting without its password would only fail later, at the first message.
    if (input.password !== undefined) await engine.secrets.set(smtpSecret(engine.identity), input.password || null)
    return journalled(engine.decide(setSmtp, input.setting))
  }),
  testSmtp: api.channel.testSmtp.handler(({ context: { engine } }) => engine.delivery.test('email')),
  list: api.channel.list.handler(({ context: { engine } }) => engine.delivery.listChannels()),
  set: api.channel.set.handler(async ({ context: { engine }, input }) => {
    mustHold(engine, SETTING_UP)
    const checked = unwrap(engine.delivery.checkChannel(input.id, input.values))
    const values = await engine.delivery.keepSecrets(input.id, checked)
    return journalled(engine.decide(setChannel, { id: input.id, values }))
  }),
  setSecret: api.channel.setSecret.handler(async ({ context: { engine }, input: { id, secret } }) => {
    mustHold(engine, SETTING_UP)
    unwrap(engine.delivery.checkChannel(id, {}))
    await engine.secrets.set(channelSecret(engine.identity, id), secret || null)
    await engine.delivery.tryAgain(id)
    return { hasSecret: secret !== '' }
  }),
  test: api.channel.test.handler(({ context: { engine }, input }) => engine.delivery.test(input.id)),
  checkManifest: api.channel.checkManifest.handler(({ input }) => {
    const { manifest, problems } = (input.of === 'fixes' ? checkActions : checkChannel)(input.manifest)
    return { id: manifest?.id ?? null, problems }
  }),
  allowHost: api.channel.allowHost.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(allowHost, input)),
  ),
}
