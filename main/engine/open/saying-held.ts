import type { TaskHandle } from './tasks.ts'

/** What a person reads while decisions and readings wait. */
const WHY = 'Decisions and readings wait until that program lets go of the file. Close it if it does not.'

/** Shows a task for as long as another program keeps this one from writing. */
export function sayingHeld(
  show: (work: (task: TaskHandle) => Promise<void>) => Promise<void>,
): (held: boolean) => void {
  let end = () => {}
  return held => {
    if (!held) return end()
    const over = new Promise<void>(resolve => {
      end = resolve
    })
    show(async task => {
      task.progress(0, null, '', WHY)
      await over
    }).catch(() => {})
  }
}
