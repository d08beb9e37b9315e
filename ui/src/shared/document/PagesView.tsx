import { ActionIcon, Box, Group, Skeleton, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { DocumentView, PageView, PlaceView } from "../../generated";
import { asHostError } from "../../host";
import { text as words } from "../../i18n";
import { ErrorNotice } from "../notice/ErrorNotice";
import { usePage } from "../query/pages";
import classes from "./PagesView.module.css";
import { boxesOf, type Box as Place, pageAt } from "./pageMarks";
import type { Mark } from "./segments";

interface PagesViewProps {
  document: DocumentView;
  marks: Mark[];
  active: string | null;
  onActive: (id: string | null) => void;
}

/** The pages of a PDF as they are printed, with the places that an answer points at. */
export function PagesView({ document, marks, active, onActive }: PagesViewProps) {
  const [turned, setTurned] = useState<{ page: number; from: string | null } | null>(null);
  const total = document.pages?.total ?? 1;
  const pages = document.places.filter(({ page }) => page !== null);
  // What is pointed at turns the page, until the person turns it.
  const pointed = pageOfMark(pages, marks, active ?? marks[0]?.id ?? null);
  const number = turned && (active === null || turned.from === active) ? turned.page : pointed;
  const page = usePage(document.id, number);
  const turn = (to: number) => setTurned({ page: Math.min(Math.max(to, 1), total), from: active });
  return (
    <div className={classes.pages} data-testid="pages-view">
      <Group className={classes.bar} gap="xs" justify="center" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.document.pageBack}
          disabled={number <= 1}
          onClick={() => turn(number - 1)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <Text size="xs" role="status">
          {words.document.pageOf(number, total)}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.document.pageOn}
          disabled={number >= total}
          onClick={() => turn(number + 1)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
      <Box
        className={classes.desk}
        data-scroller
        tabIndex={0}
        role="region"
        aria-label={words.document.pageView}
      >
        {page.error && <ErrorNotice error={asHostError(page.error)} />}
        {page.isPending && (
          <Skeleton className={classes.sheet} style={{ aspectRatio: "1 / 1.414" }} />
        )}
        {page.data && (
          <Sheet
            page={page.data}
            number={number}
            marks={marks}
            active={active}
            onActive={onActive}
          />
        )}
      </Box>
    </div>
  );
}

function pageOfMark(pages: PlaceView[], marks: Mark[], id: string | null): number {
  const mark = marks.find((each) => each.id === id);
  return (mark && pageAt(pages, mark.span.start)) ?? 1;
}

interface SheetProps extends Omit<PagesViewProps, "document"> {
  page: PageView;
  number: number;
}

function Sheet({ page, number, marks, active, onActive }: SheetProps) {
  return (
    <div className={classes.sheet} style={{ aspectRatio: `${page.width} / ${page.height}` }}>
      <img className={classes.picture} src={page.picture} alt={words.document.pageAlt(number)} />
      {marks.flatMap((mark) =>
        boxesOf(page.words, mark.span).map((box) => (
          <mark
            key={`${mark.id} ${box.left} ${box.top}`}
            className={classes.mark}
            data-testid="page-highlight"
            data-field={mark.id}
            data-active={mark.id === active}
            title={mark.label ?? undefined}
            style={placed(box)}
            onMouseEnter={() => onActive(mark.id)}
            onMouseLeave={() => onActive(null)}
          />
        )),
      )}
    </div>
  );
}

function placed({ left, top, width, height }: Place): React.CSSProperties {
  const share = (part: number) => `${(part * 100).toFixed(3)}%`;
  return { left: share(left), top: share(top), width: share(width), height: share(height) };
}
