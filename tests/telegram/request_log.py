"""The log of every request, and of every break of the published description."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from .errors import Json


@dataclass
class Record:
    """One request: what was asked and how it ended."""

    number: int
    time: float
    bot_id: int | None
    method: str
    parameters: Json
    files: list[str] = field(default_factory=list)
    status: int | None = None
    description: str = ""
    fault: str = ""
    applied: bool = False

    @property
    def ok(self) -> bool:
        """Whether the call was carried out and answered so."""
        return self.status == 200

    def body(self) -> Json:
        """Return the record as JSON."""
        return asdict(self)


@dataclass
class Violation:
    """A call that the published description does not allow."""

    method: str
    problem: str
    parameters: Json

    def body(self) -> Json:
        """Return the violation as JSON."""
        return asdict(self)


class RequestLog:
    """All records in order, with running counts."""

    def __init__(self) -> None:
        """Start empty."""
        self.records: list[Record] = []
        self._of: defaultdict[str, list[Record]] = defaultdict(list)
        self.violations: list[Violation] = []
        self.by_method: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self.by_status: Counter[str] = Counter()

    def begin(self, time: float, bot_id: int | None, method: str, parameters: Json) -> Record:
        """Write down a request that has just come."""
        record = Record(len(self.records) + 1, time, bot_id, method, parameters)
        self.records.append(record)
        self._of[method.lower()].append(record)
        self.by_method[method] += 1
        return record

    def of(self, method: str) -> list[Record]:
        """Return the records of one method, oldest first."""
        return self._of[method.lower()]

    def end(self, record: Record, status: int, description: str = "") -> None:
        """Write down how a request ended."""
        record.status, record.description = status, description
        self.by_status[str(status)] += 1
        if record.ok:
            self.accepted[record.method] += 1

    def violate(self, method: str, problem: str, parameters: Json) -> None:
        """Write down a break of the description."""
        self.violations.append(Violation(method, problem, parameters))

    def clear(self) -> None:
        """Forget everything."""
        self.records.clear()
        self._of.clear()
        self.violations.clear()
        for counter in (self.by_method, self.accepted, self.by_status):
            counter.clear()
