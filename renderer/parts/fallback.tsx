import { Component, type ReactNode } from 'react'
import { ErrorNote } from './error-note.tsx'

/** Keeps a mistake of ours to the screen that made it. `place` changes with the screen and clears the mistake. */
export class Fallback extends Component<{ place: string; children: ReactNode }, { failed: string | null }> {
  override state: { failed: string | null } = { failed: null }

  static getDerivedStateFromError(): { failed: string } {
    return { failed: 'here' }
  }

  override componentDidUpdate(before: { place: string }): void {
    if (before.place !== this.props.place && this.state.failed) this.setState({ failed: null })
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className="page">
        <ErrorNote
          failure={{
            kind: 'unavailable',
            what: 'This screen cannot be shown.',
            why: 'Forestall made a mistake while drawing it; your data are not touched.',
            todo: 'Show it again, or go on with another screen.',
          }}
        >
          <button type="button" className="btn small" onClick={() => this.setState({ failed: null })}>
            Show it again
          </button>
        </ErrorNote>
      </div>
    )
  }
}
