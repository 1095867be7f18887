export function TriggersScreen() {
  return null
}
