import type { Translation } from "../dictionary";
import type { runs as english } from "../en/runs";

export const runs: Translation<typeof english> = {
  title: "실행",
  count: (shown, all, isAll) => (isAll ? `실행 ${all}개` : `실행 ${all}개 중 ${shown}개`),
  search: "이름, 작성자, ID로 실행 찾기",
  status: "상태",
  kind: "종류",
  user: "작성자",
  all: "전체",
  statuses: { running: "진행 중", finished: "완료", failed: "실패", stopped: "중단" },
  kinds: { train: "학습", import: "가져오기", evaluation: "평가" },
  columns: {
    name: "이름",
    user: "작성자",
    created_at: "시각",
    kind: "종류",
    status: "상태",
    miou: "mIoU",
    images: "이미지",
  },
  miouNote: "최고 검증 기준",
  choose: (name) => `비교할 실행으로 ${name} 선택`,
  compare: "두 실행 비교",
  chooseAnother: "비교하려면 하나 더 선택하세요",
  clear: "선택 해제",
  nothing: "조건에 맞는 실행이 없습니다",
  nothingWhy: "이 단어와 상태, 종류, 작성자를 모두 만족하는 실행이 없습니다.",
  showAll: "전체 실행 보기",
  table: "실행 목록. 머리글을 누르면 정렬됩니다",
};
