export function SourcesScreen({ connecting }: { connecting: boolean }) {
  return connecting ? null : null
}
