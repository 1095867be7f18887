/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { fitsPattern } from '../template/pattern.ts'
export { backoff, type Pace } from './backoff.ts'
export {
  allowedHostsOf,
  allowHost,
  channelSetting,
  channelValues,
  SETTING_UP,
  sealAddresses,
  setChannel,
  setSmtp,
} from './channel-commands.ts'
export { type ActionChannel, actionChannel } from './channels/action.ts'
export { actionManifests, checkActions, type FoundActions, specOf, systemOf } from './channels/action-manifests.ts'
export { type ApiDeps, apiChannel, signInProblem } from './channels/api.ts'
export type { Channel, Channels, NotReady } from './channels/channel.ts'
export type { Access } from './channels/channel-manifest-problems.ts'
export { IN_THE_CLEAR, showsPassword } from './channels/clear-password.ts'
export { settingAtFault } from './channels/example.ts'
export { named } from './channels/manifest-files.ts'
export { channelManifests, checkChannel, type FoundManifest } from './channels/manifests.ts'
export { PRACTICE, practiceChannel } from './channels/practice.ts'
export { senderSettingSchema } from './channels/sender.ts'
export { smtpChannel } from './channels/smtp.ts'
export { webhookChannel } from './channels/webhook.ts'
export { dueAfterWrongClock, waitsForWrongClock } from './clock-back.ts'
export { allowReplay, outboxCommands, pause, retry, settle } from './commands.ts'
export { createDrain, type Drained, type Eagerness } from './drain.ts'
export { hurry, lookAgain, queuedLater } from './hurry.ts'
export type { RecheckAnswer } from './recheck.ts'
export {
  interventionOf,
  listOutbox,
  nextWake,
  outboxSummary,
  readOutgoing,
  reconcileAtStart,
  STANDS_STILL,
} from './store.ts'
export { clearTrouble } from './trouble.ts'
