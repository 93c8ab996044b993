package dev.milvusaccess.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads a body into memory, up to a bound. */
final class BoundedBody implements BodySubscriber<byte[]> {

  /** Room for a hundred thousand users with the longest of names, several times over. */
  static final int MOST_BYTES = 16 << 20;

  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private @Nullable Subscription subscription;
  private long received;

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Subscription given) {
    this.subscription = given;
    whole.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    boolean within = received <= MOST_BYTES;
    received += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    if (received <= MOST_BYTES) {
      whole.onNext(buffers);
    } else if (within && subscription != null) {
      subscription.cancel();
      whole.onError(new TooLongException());
    }
  }

  @Override
  public void onError(Throwable throwable) {
    whole.onError(throwable);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }

  /** The answer is longer than any of this API. */
  static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    private TooLongException() {
      super("more than " + MOST_BYTES + " bytes");
    }
  }
}
