import { bare } from './whole/context.ts'

export const task = {
  list: bare.task.list.handler(({ context: { host } }) => host.tasks().list()),
  idle: bare.task.idle.handler(({ context: { host } }) => ({ idle: host.shut() !== null || host.engine().idle() })),
  cancel: bare.task.cancel.handler(({ context: { host }, input }) => ({ cancelled: host.tasks().cancel(input.id) })),
}
