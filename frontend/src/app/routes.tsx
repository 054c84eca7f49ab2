import { type ComponentType, lazy, Suspense } from "react";
import { Route, Routes, useLocation } from "react-router";
import { Loading } from "@/components/Loading";
import { NotFound } from "./NotFound";
import { PageBoundary } from "./PageBoundary";

/** Each page is a file of its own that is loaded when it is first opened. */
const PAGES: readonly (readonly [pattern: string, page: ComponentType])[] = [
  ["/", lazy(() => import("@/pages/notebook/NotebookPage"))],
  ["/runs", lazy(() => import("@/pages/runs/RunsPage"))],
  ["/runs/:run", lazy(() => import("@/pages/run/RunPage"))],
  ["/runs/:run/classes/:class", lazy(() => import("@/pages/classes/ClassPage"))],
  ["/runs/:run/pictures", lazy(() => import("@/pages/pictures/PicturesPage"))],
  ["/runs/:run/pictures/*", lazy(() => import("@/pages/picture/PicturePage"))],
  ["/classes/:name", lazy(() => import("@/pages/classes/ClassTrendPage"))],
  ["/compare", lazy(() => import("@/pages/compare/ComparePage"))],
  ["/meeting", lazy(() => import("@/pages/meeting/MeetingPage"))],
  ["/meeting/:number", lazy(() => import("@/pages/meeting/MeetingPage"))],
];

/** Shows the page of the address. */
export function PageRoutes() {
  const { pathname } = useLocation();
  return (
    <PageBoundary place={pathname}>
      <Suspense fallback={<Loading />}>
        <Routes>
          {PAGES.map(([pattern, Page]) => (
            <Route key={pattern} path={pattern} element={<Page />} />
          ))}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </PageBoundary>
  );
}
