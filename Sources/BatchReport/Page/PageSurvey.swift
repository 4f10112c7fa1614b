import JobModel

/// What a first look at all jobs finds out, before the page's rows are written.
struct PageSurvey {
  var totals: Totals
  var concerns = ConcernTally()
  var labels = LabelSums()

  init(run: String?) {
    totals = Totals(run: run)
  }

  /// - Parameter labels: as the row shows them.
  mutating func add(
    _ entry: PageEntry, _ labels: [(key: String, text: String)], _ row: PageRow
  ) {
    if let concern = PageConcern(entry) {
      concerns.add(concern, sample: row.showsService ? sample(entry, row) : nil)
    }
    switch entry {
    case .invalid:
      totals.addInvalid()
    case .job(_, let state, let status):
      totals.add(state, status: status)
      self.labels.add(
        labels, state.map(\.cost) ?? .zero, isCompleted: status == .completed)
    }
  }

  private func sample(_ entry: PageEntry, _ row: PageRow) -> String? {
    switch entry {
    case .invalid(let line): line.complaints.first.map { row.text.shown($0, limit: 300) }
    case .job(let job, let state, .failed):
      state?.failure(of: job).map { row.text.shown($0.message, limit: 300) }
    case .job(_, let state, .completed):
      state?.video?.file.warnings.first.map { row.text.shown($0, limit: 300) }
    case .job: nil
    }
  }
}
