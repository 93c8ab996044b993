package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.TurnedAwayException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PublicPagesFilterTest {

  private final PublicPagesFilter filter = new PublicPagesFilter();

  private int served;

  private void call(String method, FilterChain whileServed) {
    try {
      filter.doFilter(
          new MockHttpServletRequest(method, "/openapi.yaml"),
          new MockHttpServletResponse(),
          (request, response) -> {
            served++;
            whileServed.doFilter(request, response);
          });
    } catch (IOException | ServletException e) {
      throw new AssertionError(e);
    }
  }

  private void whileSent(int pages, Runnable then) {
    if (pages == 0) {
      then.run();
    } else {
      call(pages % 2 == 0 ? "GET" : "HEAD", (request, response) -> whileSent(pages - 1, then));
    }
  }

  @Test
  void soManyAreSentAtOnceAndNoMore() {
    whileSent(
        PublicPagesFilter.AT_ONCE,
        () ->
            assertThatThrownBy(() -> call("GET", (request, response) -> {}))
                .isInstanceOfSatisfying(
                    TurnedAwayException.class,
                    refusal -> {
                      assertThat(refusal.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                      assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                      assertThat(refusal)
                          .hasMessage(
                              "too many pages are being fetched at once: service unavailable");
                    }));
    assertThat(served).isEqualTo(PublicPagesFilter.AT_ONCE);
    call("GET", (request, response) -> {});
    assertThat(served).isEqualTo(PublicPagesFilter.AT_ONCE + 1);
  }

  @Test
  void operationsDoNotCount() {
    whileSent(PublicPagesFilter.AT_ONCE, () -> call("POST", (request, response) -> {}));

    assertThat(served).isEqualTo(PublicPagesFilter.AT_ONCE + 1);
  }
}
