import { api } from './whole/context.ts'

export const task = {
  list: api.task.list.handler(({ context: { engine } }) => engine.tasks.list()),
  idle: api.task.idle.handler(({ context: { engine } }) => ({ idle: engine.idle() })),
  cancel: api.task.cancel.handler(({ context: { engine }, input }) => ({ cancelled: engine.tasks.cancel(input.id) })),
}
